"""What the stories leave under way for years is brought to its end, so that the demo's today is about today."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from tenglong.cli.demo.papers import paper
from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.records.cases.queries import Waiting, list_waiting
from tenglong.records.flows.actions import move_case
from tenglong.records.people.rights import By

LASTING = ("inventory.revive", "campaigns.park", "desk.reuse", "needs.meet")  # they stay open on purpose
PATIENCE = timedelta(days=330)
PAUSE = timedelta(days=24)
MOST = 2000


def close_old(people: Iterable[By], *, at: datetime) -> None:
    """Whoever has a step in hand that opened long before `at` finishes it, until nothing of the kind is left."""
    tried: set[tuple[str, str]] = set()
    people, moved = list(people), True
    while moved:
        moved = False
        for person in people:
            for waiting in list_waiting(person, at=at, most=MOST):
                step = (waiting.case.number, waiting.step)
                if step not in tried and _is_old(waiting, at):
                    tried.add(step)
                    moved |= _finish(person, waiting)


def _is_old(waiting: Waiting, at: datetime) -> bool:
    return waiting.case.opened_at < at - PATIENCE and waiting.case.procedure not in LASTING


def _finish(person: By, waiting: Waiting) -> bool:
    """With what is required, or with every day that it asks for. False: it cannot be finished, so it stays."""
    at = max(waiting.opened_at, waiting.case.opened_at) + PAUSE
    step = waiting.frame.procedure.step(waiting.step)
    given = waiting.case.record.data
    wanted = [field for field in step.fields if given.get(field.key) is None]
    needed = [field for field in wanted if field.required]
    for fields in (needed, [field for field in wanted if field.required or field.kind is Kind.DATE]):
        values = {field.key: _value(field, china_time(at).date()) for field in fields}
        papers = [paper(title, at) for title in step.evidence]
        with suppress(Refused):
            move_case(
                number=waiting.case.number,
                act="finish",
                step=step.key,
                values=values,
                evidence=papers,
                by=person,
                at=at,
            )
            return True
    return False


def _value(field: Field, on: date) -> Any:
    match field.kind:
        case Kind.DATE:
            return on
        case Kind.CHOICE:
            return field.choices[0]
        case Kind.TRUTH:
            return True
        case Kind.NUMBER | Kind.WHOLE:
            return 1
    return f"{field.label}已落实"
