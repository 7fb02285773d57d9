"""Reading cases, always through the row filter and in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field
from tenglong.core.lights import Lit, worst
from tenglong.core.procedure import Status, counting
from tenglong.records.ledgers.queries import has, ordered
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, open_fields

from .dues import lit_by
from .entries import REMIND
from .facts import STATUS_WORDS, facts_of
from .frames import Frame, current_frame, frame_of
from .lit import rows_by_case, rules_by_case
from .models import Case, Entry, StepRun
from .reach import ACTIVE, in_hand_of, seen_by
from .shown import Shown, show_rows
from .views import CaseView, view_case


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: `steps` are the labels of those in hand, `values` its listed fields."""

    case: Case
    frame: Frame
    word: str
    steps: tuple[str, ...]
    lit: Lit
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for somebody."""

    case: Case
    frame: Frame
    step: str
    label: str
    due_on: date | None
    lit: Lit
    opened_at: datetime
    reminded: str  # how often somebody reminded of this step, and the newest words; empty if never


def get_case(by: By, number: str, *, at: datetime) -> CaseView:
    """The case with that number, as it stands at that moment and as `by` may see it."""
    return view_case(by, number, at=at)


def list_cases(
    by: By,
    *,
    procedure: str | None = None,
    status: Status | None = None,
    mine: bool = False,
    search: str = "",
    order: str = "",
    filters: Mapping[str, Any] | None = None,
) -> QuerySet[Case]:
    """Cases, newest first. `mine`: with a step in hand that is mine. `search` looks in titles and numbers.

    `order` is due, opened or, with a procedure, the key of a listed field; a minus before it turns it round.
    `filters`, with a procedure, are by the key of a listed field: a value, or a pair (from, to) with either None.
    """
    cases = Case.objects.filter(seen_by(by)).select_related("record")
    if procedure:
        cases = cases.filter(procedure=procedure)
    if status:
        cases = cases.filter(status=status.value)
    if mine:
        cases = cases.filter(Exists(StepRun.objects.filter(in_hand_of(by), case=OuterRef("pk"))))
    if search:
        cases = cases.filter(Q(title__icontains=search) | Q(number__startswith=search))
    if procedure and filters:
        row, ledger = current_frame(procedure).row, current_frame(procedure).ledger.key
        for key, wanted in filters.items():
            cases = cases.filter(has(row.field(key), ledger, wanted, path="record__index_entries"))
    return _in_order(cases.prefetch_related("steps"), procedure, order)


def list_in_hand(by: By, person: Person) -> QuerySet[Case]:
    """The open cases that `by` sees and that wait for that person, kept out or not, those due first."""
    waiting = StepRun.objects.filter(in_hand_of(person), case=OuterRef("pk"))
    cases = Case.objects.filter(seen_by(by), Exists(waiting), status=Status.OPEN.value).select_related("record")
    return _in_order(cases.prefetch_related("steps"), None, "due")


def list_offers(by: By) -> QuerySet[Case]:
    """The cases whose record is on offer, newest first: all that an investor sees of them is their listed fields."""
    offered = Q(pk__in=())
    for mechanism in list_current():
        for key, procedure in mechanism.procedures.items():
            if steps := [step.key for step in procedure.steps if step.offered]:
                in_hand = StepRun.objects.filter(case=OuterRef("pk"), step__in=steps, status__in=ACTIVE)
                offered |= Q(Exists(in_hand), procedure=key)
    cases = Case.objects.filter(seen_by(by, listed=offered) & offered, status=Status.OPEN.value)
    return _in_order(cases.select_related("record").prefetch_related("steps"), None, "")


def _in_order(cases: QuerySet[Case], procedure: str | None, order: str) -> QuerySet[Case]:
    key, turned = order.removeprefix("-"), order.startswith("-")
    if key in ("", "opened"):
        return cases.order_by("opened_at", "id") if key and not turned else cases.order_by("-opened_at", "-id")
    if key == "due":
        due = F("due_on").desc(nulls_last=True) if turned else F("due_on").asc(nulls_last=True)
        return cases.order_by(due, "id")
    if procedure is None:
        return cases
    return ordered(cases, current_frame(procedure).row, order, "record__index_entries")


def rows_of(by: By, cases: Iterable[Case], *, at: datetime) -> list[CaseRow]:
    """Cases of `list_cases` as rows of a list, all of one procedure or not."""
    cases, day = list(cases), china_time(at).date()
    shown: dict[int, tuple[Shown, ...]] = {}
    rows, rules = rows_by_case(cases, day, steps=False), rules_by_case(cases, day)
    for procedure in {case.procedure for case in cases}:
        alike = [case for case in cases if case.procedure == procedure]
        fields = open_fields(by, [field for field in frame_of(alike[0]).row.fields if field.listed])
        cells = show_rows(fields, [rows[case.pk] for case in alike])
        shown |= {case.pk: row for case, row in zip(alike, cells, strict=True)}
    clocks = {case.pk: _clock(case, facts_of(frame_of(case), rows[case.pk]), day) for case in cases}
    return [_row(case, shown[case.pk], worst(clocks[case.pk], rules.get(case.pk, ()))) for case in cases]


def _clock(case: Case, facts: Mapping[str, Any], day: date) -> Lit:
    """The light of the step in hand that is due first, or of the promise."""
    procedure = frame_of(case).procedure
    runs = [run for run in case.steps.all() if run.status in ACTIVE]
    first = min(runs, key=lambda run: run.due_on or date.max, default=None)
    limits = (procedure.step(first.step).limits if first else ()) or procedure.limits
    paused = bool(runs) and all(run.status == Status.PAUSED.value for run in runs)
    on = china_time(case.closed_at).date() if case.closed_at else day
    return lit_by((case.warn_on, case.due_on), counting(limits, facts), on, paused=paused)


def _row(case: Case, values: tuple[Shown, ...], lit: Lit) -> CaseRow:
    frame = frame_of(case)
    steps = tuple(frame.procedure.step(run.step).label for run in case.steps.all() if run.status in ACTIVE)
    return CaseRow(case, frame, STATUS_WORDS[Status(case.status)], steps, lit, values)


def list_waiting(by: Person, *, at: datetime, most: int = 50, start: int = 0) -> list[Waiting]:
    """The steps that wait for `by`: those of a role held there and of the own unit. The soonest due come first."""
    mine = StepRun.objects.filter(in_hand_of(by)).order_by(*_BY_DUE).values_list("pk", flat=True)
    chosen = list(mine[start : start + most])
    runs = _with_reminders(StepRun.objects.select_related("case__record")).in_bulk(chosen)
    day, cases = china_time(at).date(), {run.case_id: run.case for run in runs.values()}
    rows, rules = rows_by_case(cases.values(), day, steps=False), rules_by_case(cases.values(), day)
    waiting = ((run, facts_of(frame_of(run.case), rows[run.case_id])) for run in (runs[pk] for pk in chosen))
    return [_waiting(run, facts, rules.get(run.case_id, ()), day) for run, facts in waiting]


def _with_reminders(runs: QuerySet[StepRun]) -> QuerySet[StepRun]:
    """How often somebody reminded since the step was opened, and the newest words."""
    since = {"case": OuterRef("case"), "step": OuterRef("step"), "at__gte": OuterRef("opened_at")}
    lines = Entry.objects.filter(act=REMIND, **since)
    counted = lines.order_by().values("case").annotate(count=Count("pk")).values("count")
    newest = lines.order_by("-at", "-id").values("words")[:1]
    return runs.annotate(reminders=Subquery(counted), reminded=Subquery(newest))


_BY_DUE = (F("due_on").asc(nulls_last=True), "id")


def count_waiting(by: Person) -> int:
    """How many steps wait for `by`."""
    return StepRun.objects.filter(in_hand_of(by)).count()


def _waiting(run: StepRun, facts: Mapping[str, Any], rules: Sequence[Lit], day: date) -> Waiting:
    frame = frame_of(run.case)
    step = frame.procedure.step(run.step)
    found = counting(step.limits, facts)
    clock = lit_by((run.warn_on, run.due_on), found, day, paused=run.status == Status.PAUSED.value)
    said = f"催报 {run.reminders} 次：{run.reminded}" if run.reminders else ""
    return Waiting(run.case, frame, run.step, step.label, run.due_on, worst(clock, rules), run.opened_at, said)


def cases_of(by: By, *, parcel_code: str = "", enterprise_code: str = "") -> QuerySet[Case]:
    """The cases about a parcel or an enterprise in order of time, with every round of their steps (`steps`)."""
    given = {"parcel_code": parcel_code, "enterprise_code": enterprise_code}
    cases = Case.objects.filter(seen_by(by), **{key: value for key, value in given.items() if value})
    cases = cases.select_related("record").prefetch_related("steps__stops")
    return cases.order_by("opened_at", "id")


def list_entries(by: By, *, numbers: Iterable[str]) -> list[Entry]:
    """The trails of several cases, in order of time, without what is confidential to the reader."""
    seen = Case.objects.filter(seen_by(by), number__in=list(numbers))
    entries = list(Entry.objects.filter(case__in=seen).select_related("case").order_by("at", "id"))
    for entry in entries:
        open_keys = {field.key for field in open_fields(by, _entered_fields(entry))}
        entry.data = {key: value for key, value in entry.data.items() if key in open_keys}
    return entries


def _entered_fields(entry: Entry) -> tuple[Field, ...]:
    frame = frame_of(entry.case)
    step = next((one for one in frame.procedure.steps if one.key == entry.step), None)
    return (*step.fields, *step.log) if step else frame.row.fields


def count_running(by: By, mechanism: str) -> int:
    """How many cases of a mechanism are open, in whichever version they began."""
    return Case.objects.filter(seen_by(by), mechanism__key=mechanism, status=Status.OPEN.value).order_by().count()


def count_by_station(by: By) -> dict[str, int]:
    """How many cases are open at each station of the loop."""
    found: dict[str, int] = {}
    open_cases = Case.objects.filter(seen_by(by), status=Status.OPEN.value).order_by()
    for procedure, count in open_cases.values_list("procedure").annotate(count=Count("pk")):
        station = current_frame(procedure).procedure.station
        found[station] = found.get(station, 0) + count
    return found
