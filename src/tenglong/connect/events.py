"""What happened, for one reader: which of the changed rows they may see, where to fetch them. Never the values."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tenglong.core.errors import Refused
from tenglong.records.audit.sealed import Change
from tenglong.records.cases.queries import list_cases
from tenglong.records.imports.queries import list_batches
from tenglong.records.ledgers.registers import get_register, list_registers
from tenglong.records.people.rights import By, roles_of
from tenglong.records.rounds.queries import list_rounds
from tenglong.records.scores.queries import list_runs

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Event:
    """`topic` is a key of TOPICS, `what`: created, changed, removed; `link` is where the API tells the rest."""

    topic: str
    what: str
    kind: str
    key: str
    link: str


def events_of(by: By, changes: Iterable[Change], topics: Iterable[str]) -> list[Event]:
    """The events of these topics among changed rows, as far as `by` may see them now; each row once."""
    wanted, registers = set(topics), set(list_registers())
    found = dict.fromkeys(event for change in changes if (event := _event(change, registers)) and event.topic in wanted)
    before = {(change.kind, change.key): change.before for change in changes}
    return [event for event in found if _SEEN[event.topic](by, event, before)]


def _event(change: Change, registers: set[str]) -> Event | None:
    what = "changed" if change.before and change.after else "created" if change.after else "removed"
    match change.kind:
        case "case":
            return Event("case", what, "case", change.key, f"{API}/cases/{change.key}")
        case "import":
            ended = _values(change.after).get("status") in ("applied", "reversed")
            return Event("import", what, "import", change.key, f"{API}/imports/{change.key}") if ended else None
        case "run":
            return Event("run", what, "run", change.key, f"{API}/runs/{change.key}")
        case "frozen round":
            found, _, number = change.key.partition("/")
            return Event("round", what, "round", found, f"{API}/rounds/{found}/frozen/{number}")
        case kind if kind in registers:
            return Event("row", what, kind, change.key, f"{API}/registers/{kind}/rows/{change.key}")
    return None


Before = Mapping[tuple[str, str], str]


def _sees_row(by: By, event: Event, before: Before) -> bool:
    """A row that is gone is told to whoever holds a role where it was."""
    try:
        return bool(get_register(event.kind).get(by, event.key))
    except Refused:
        region = _values(before.get((event.kind, event.key), "")).get("region_code")
        return event.what == "removed" and bool(region) and bool(roles_of(by, region=str(region)))


def _sees_case(by: By, event: Event, _before: Before) -> bool:
    return list_cases(by).filter(number=event.key).exists()


def _sees_import(by: By, event: Event, _before: Before) -> bool:
    return list_batches(by).filter(pk=event.key).exists()


def _sees_run(by: By, event: Event, _before: Before) -> bool:
    return list_runs(by).filter(pk=event.key).exists()


def _sees_round(by: By, event: Event, _before: Before) -> bool:
    return list_rounds(by).filter(pk=event.key).exists()


_SEEN: Mapping[str, Callable[[By, Event, Before], bool]] = MappingProxyType(
    {"row": _sees_row, "case": _sees_case, "import": _sees_import, "run": _sees_run, "round": _sees_round}
)


def _values(text: str) -> Mapping[str, object]:
    return json.loads(text) if text else {}
