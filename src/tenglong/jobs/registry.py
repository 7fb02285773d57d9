"""Every job there is: what it does, and the right that it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from . import imports, rolls, rounds, webhooks


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called with `by`, `at` and the arguments; it asks for the right itself; `access` names it."""

    run: Callable[..., None]
    access: str


JOBS: Mapping[str, Job] = MappingProxyType(
    {
        "imports.go_on": Job(imports.go_on, "import"),
        "links.compare": Job(rolls.compare, "import"),
        "rounds.go_on": Job(rounds.go_on, "open_rows"),
        "webhooks.sweep": Job(webhooks.sweep, "operate"),
    }
)


def get_job(name: str) -> Job:
    """The job with that name; KeyError for a mistake of the program."""
    return JOBS[name]
