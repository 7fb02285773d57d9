"""A case move against plain Django writing the same rows in one transaction. Goal: at most 1.5 times its time.

Both finish the step of a request with its fields, in turn, each on cases of its own; the medians are compared.
Plain Django decides nothing: it reads the case and writes the rows that the move writes.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.county import FIRM, START, settle, throw_away

if TYPE_CHECKING:
    from tenglong.records.people.models import Person

GOAL = 1.5
VALUES = {"result": "已解决", "answer": "已帮助对接厂房，企业表示可以投产。"}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the medians and their ratio; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=300, help="moves of each kind")
    args = parser.parse_args(argv)
    with throw_away():
        people = settle()
        numbers = [_ready(people, number) for number in range(2 * args.cases)]
        ours, plain = [], []
        for own, other in zip(numbers[::2], numbers[1::2], strict=True):
            ours.append(_time(lambda number=own: move(people["reviewer"], number)))
            plain.append(_time(lambda number=other: write_plainly(number)))
    ratio = median(ours) / median(plain)
    print(f"case move    {median(ours) * 1e3:6.2f} ms")
    print(f"plain Django {median(plain) * 1e3:6.2f} ms")
    print(f"ratio        {ratio:6.2f}   (goal {GOAL})")
    return int(ratio > GOAL)


def _time(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _ready(people: dict[str, "Person"], number: int) -> str:
    """A request that waits for the bureau."""
    from tenglong.records.flows.actions import move_case, open_case  # noqa: PLC0415

    officer = people["officer"]
    values = {
        "title": f"诉求 {number}",
        "enterprise": FIRM,
        "category": "厂房用地",
        "content": "需要厂房。",
        "channel": "走访",
    }
    case = open_case(procedure="requests.handle", values=values, by=officer, at=START)
    move_case(number=case.number, act="finish", step="accept", by=officer, at=START)
    move_case(number=case.number, act="finish", step="assign", values={"lead": "economy"}, by=officer, at=START)
    return case.number


def move(by: "Person", number: str) -> None:
    """The move as the doors make it."""
    from tenglong.records.flows.actions import move_case  # noqa: PLC0415

    move_case(number=number, act="finish", step="handle", values=VALUES, by=by, at=START)


def write_plainly(number: str) -> None:
    """The same rows, written without asking anything."""
    from django.db import connection, transaction  # noqa: PLC0415

    from tenglong.records.audit.guard import guard  # noqa: PLC0415
    from tenglong.records.audit.models import Change, ChangeSet  # noqa: PLC0415
    from tenglong.records.cases.models import Case, Entry, StepRun  # noqa: PLC0415
    from tenglong.records.ledgers.models import IndexEntry  # noqa: PLC0415

    connection.execute_wrappers.remove(guard)
    try:
        with transaction.atomic():
            change_set = ChangeSet.objects.create(at=START, by="reviewer", action="plain", summary="plain")
            case = Case.objects.select_for_update().select_related("record").get(number=number)
            record = case.record
            record.data = {**record.data, **VALUES}
            record.version += 1
            record.save(update_fields=("data", "version"))
            IndexEntry.objects.create(record=record, ledger=record.ledger, field="result", text=VALUES["result"])
            run = StepRun.objects.get(case=case, step="handle")
            run.status, run.closed_at = "done", START
            run.save(update_fields=("status", "closed_at"))
            StepRun.objects.create(
                case=case,
                step="feedback",
                status="open",
                role="zone_officer",
                unit_key="zone",
                region_code=case.region_code,
                opened_at=START,
            )
            case.version += 1
            case.save(update_fields=("status", "closed_at", "warn_on", "due_on", "version"))
            Entry.objects.create(
                case=case, step="handle", act="finish", at=START, by="reviewer", data=VALUES, change_set=change_set
            )
            Change.objects.bulk_create(
                [
                    Change(change_set=change_set, kind="case", key=number, before="{}", after="{}"),
                    Change(change_set=change_set, kind="record", key=number, before="{}", after="{}"),
                ]
            )
    finally:
        connection.execute_wrappers.append(guard)


if __name__ == "__main__":
    sys.exit(main())
