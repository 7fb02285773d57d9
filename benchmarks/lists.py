"""Lists, what waits for somebody and the figures of 今日 at many cases, each against a plain Django queryset.

The plain queryset reads the same page of the same tables without a row filter, lights or values. A figure has no
peer in Django: it is shown cold (the rows are read) and warm (they are kept), beside a plain count of the cases.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.county import COUNTY, FIRM_CODE, START, settle, throw_away

if TYPE_CHECKING:
    from tenglong.records.people.models import Person

PAGE = 50
BATCH = 5000
CATEGORIES = ("厂房用地", "融资", "用工", "用能", "证照审批", "税务", "技术")
ON = date(2024, 12, 31)


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each question and size: ours, plain Django's and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000], help="how many cases")
    args = parser.parse_args(argv)
    print(f"{'cases':>8}  {'':34}{'ours':>10}{'plain':>10}{'ratio':>8}")
    with throw_away():
        people, filled = settle(), 0
        for count in sorted(args.cases):
            fill(filled, count)
            filled = count
            for name, ours, plain, rounds in questions(people):
                report(count, name, _median(ours, rounds), _median(plain, rounds))
    return 0


def report(count: int, name: str, ours: float, plain: float) -> None:
    """One line."""
    print(f"{count:>8}  {name:<34}{ours * 1e3:>8.1f}ms{plain * 1e3:>8.1f}ms{ours / plain:>8.1f}", flush=True)


def _median(work: Callable[[], object], rounds: int) -> float:
    return median(_time(work) for _ in range(rounds))


def _time(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def questions(people: dict[str, "Person"]) -> Iterator[tuple[str, Callable[[], object], Callable[[], object], int]]:
    """Name, ours, plain Django's, how often each is asked."""
    from tenglong.records.cases.models import Case, StepRun  # noqa: PLC0415
    from tenglong.records.cases.queries import count_waiting, list_cases, list_waiting, rows_of  # noqa: PLC0415
    from tenglong.records.ledgers import tables  # noqa: PLC0415
    from tenglong.records.measures import queries as figures  # noqa: PLC0415
    from tenglong.records.measures.queries import list_newest  # noqa: PLC0415

    officer, reviewer = people["officer"], people["reviewer"]

    def page(by: "Person", **asked: object) -> list[object]:
        return list(rows_of(by, list_cases(by, procedure="requests.handle", **asked)[:PAGE], at=START))

    def plain(*order: str) -> list[object]:
        return list(Case.objects.filter(procedure="requests.handle").select_related("record").order_by(*order)[:PAGE])

    def cold() -> object:
        tables.forget()
        figures.forget()
        return list_newest(officer, on=ON)

    waiting = StepRun.objects.filter(status="open", unit_key="economy", role="bureau_reviewer")
    yield "list, newest first", lambda: page(officer), lambda: plain("-opened_at", "-id"), 9
    yield "list, soonest due", lambda: page(officer, order="due"), lambda: plain("due_on", "id"), 9
    yield "list, by a listed field", lambda: page(officer, order="category"), lambda: plain("title", "id"), 5
    yield "list of a unit, newest first", lambda: page(reviewer), lambda: plain("-opened_at", "-id"), 5
    yield (
        "what waits for me",
        lambda: list_waiting(reviewer, at=START),
        lambda: list(waiting.select_related("case").order_by("due_on", "id")[:PAGE]),
        9,
    )
    yield "how much waits for me", lambda: count_waiting(reviewer), waiting.count, 9
    yield "figures of today, cold", cold, Case.objects.count, 3
    yield "figures of today, kept", lambda: list_newest(officer, on=ON), Case.objects.count, 9


def fill(first: int, end: int) -> None:
    """Requests `first` up to `end` as they stand after a while: most done, some waiting for the bureau."""
    from tenglong.records.audit.actions import change_set  # noqa: PLC0415
    from tenglong.records.cases.models import Case, StepRun  # noqa: PLC0415
    from tenglong.records.ledgers.models import IndexEntry, Record  # noqa: PLC0415
    from tenglong.records.mechanisms.queries import get_current  # noqa: PLC0415

    version = get_current("requests")[0]
    with change_set(by="基准测试", at=START, action="benchmark", summary="fill"):
        for start in range(first, end, BATCH):
            numbers = range(start, min(start + BATCH, end))
            records = Record.objects.bulk_create(_record(number) for number in numbers)
            IndexEntry.objects.bulk_create(
                IndexEntry(record=record, ledger=record.ledger, field=field, text=record.data[field])
                for record in records
                for field in ("category", "title")
            )
            cases = Case.objects.bulk_create(_case(record, version) for record in records)
            StepRun.objects.bulk_create(run for case in cases for run in _runs(case))


def _record(number: int) -> "object":
    from tenglong.records.ledgers.models import Record  # noqa: PLC0415

    done = number % 10 != 0
    data = {
        "title": f"诉求 {number}",
        "enterprise": FIRM_CODE,
        "category": CATEGORIES[number % len(CATEGORIES)],
        "content": "现有厂房排满，需要增加生产用房；希望园区帮助对接空置厂房，最好在同一条路上。",
        "channel": "走访",
        "lead": "economy",
    }
    if done:
        data |= {"result": "已解决" if number % 50 else "未解决", "answer": "已帮助对接。", "rating": "满意"}
    return Record(
        ledger="requests.request",
        key=f"2024-{number:06}",
        title=data["title"],
        data=data,
        region_code=COUNTY,
        unit_key="zone",
        enterprise_code=FIRM_CODE,
    )


def _case(record: "object", version: int) -> "object":
    from tenglong.records.cases.models import Case  # noqa: PLC0415

    number = int(record.key[5:])
    opened_at = START + timedelta(minutes=number)
    done = "result" in record.data
    return Case(
        number=record.key,
        mechanism_id=version,
        procedure="requests.handle",
        record=record,
        title=record.title,
        status="done" if done else "open",
        opened_at=opened_at,
        closed_at=opened_at + timedelta(days=5) if done else None,
        due_on=(opened_at + timedelta(days=9)).date(),
        warn_on=(opened_at + timedelta(days=7)).date(),
        region_code=COUNTY,
        unit_key="zone",
        enterprise_code=FIRM_CODE,
    )


def _runs(case: "object") -> Iterator["object"]:
    from tenglong.records.cases.models import StepRun  # noqa: PLC0415

    steps = (
        ("accept", "zone", "zone_officer"),
        ("assign", "zone", "zone_officer"),
        ("handle", "economy", "bureau_reviewer"),
    )
    for step, unit, role in steps:
        waits = step == "handle" and case.status == "open"
        yield StepRun(
            case=case,
            step=step,
            status="open" if waits else "done",
            role=role,
            unit_key=unit,
            region_code=case.region_code,
            opened_at=case.opened_at,
            closed_at=None if waits else case.opened_at,
            due_on=case.due_on,
            warn_on=case.warn_on,
        )


if __name__ == "__main__":
    sys.exit(main())
