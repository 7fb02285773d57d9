"""Which limit counts for a case, and what it still has to know before it can say a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tenglong.core.formula import evaluate

from .model import Limit

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Counting:
    """The limit that counts; None: there is none, or it is not known yet which.

    `missing` are the labels of the facts without which there is no due day.
    """

    limit: Limit | None = None
    missing: tuple[str, ...] = ()

    @property
    def waits(self) -> str:
        """Why there is no due day, in words; empty if there is one or none is set."""
        return f"还不计时，等{''.join(f'“{label}”' for label in self.missing)}" if self.missing else ""


def counting(limits: Iterable[Limit], facts: Facts) -> Counting:
    """The first limit whose condition holds. One that is unknown keeps every later one from counting."""
    for limit in limits:
        holds = limit.when is None or evaluate(limit.when, facts)
        if limit.when is not None and holds is None:
            return Counting(None, tuple(spec.name for spec in limit.when.names if facts.get(spec.name) is None))
        if holds:
            label = limit.since or limit.until
            return Counting(limit, (label,) if label and not isinstance(facts.get(label), date) else ())
    return Counting()
