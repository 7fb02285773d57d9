"""From a list of a published run to cases: one, or many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenglong.core.errors import Refused
from tenglong.core.formula import evaluate
from tenglong.core.ledger import Field
from tenglong.core.procedure import Status
from tenglong.core.scorecard import Shortlist
from tenglong.records.audit.actions import change_set
from tenglong.records.cases.actions import start_case
from tenglong.records.cases.checks import CannotOpen
from tenglong.records.cases.frames import current_frame
from tenglong.records.cases.models import Case
from tenglong.records.cases.queries import list_cases
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.rights import By
from tenglong.records.scores.actions import note_listed_case
from tenglong.records.scores.explaining import facts_of_row
from tenglong.records.scores.models import ListedCase, Run, ScoreRow
from tenglong.records.scores.queries import NoSuchRun, get_run, get_score, list_runs, list_scores, scorecard_of
from tenglong.records.scores.snapshot import BAR, scored_of

from .effects import typed


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of many: the cases opened by subject, and the sentences of those that were not, by name."""

    cases: Mapping[str, Case]
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject of a list with what it carries over, by field key.

    `case` is the number of a case of that kind about it: still in hand, or `over`, when this list opened it and it
    was carried through. `listed`: this list opened it.
    """

    row: ScoreRow
    values: Mapping[str, Any]
    case: str
    listed: bool
    over: bool


def get_shortlist(run: Run, key: str) -> Shortlist:
    """The list of a run from which cases may be opened."""
    found = next((one for one in scorecard_of(run).lists if one.key == key), None)
    if found is None:
        raise NoSuchRun(f"这次评价没有“{key}”这个名单。请从评价结果的页面进入。")
    return found


def list_candidates(by: By, run: Run, key: str, rows: Iterable[ScoreRow]) -> list[Candidate]:
    """These rows of a list, such as a page of `list_scores`, with what a case would take over."""
    shortlist, scorecard, rows = get_shortlist(run, key), scorecard_of(run), list(rows)
    over = get_source(scorecard.over).ledger
    turned, found = cases_turned(run, key), []
    about = cases_about(by, shortlist, rows)
    for row in rows:
        facts = facts_of_row(row, scorecard, scored_of(row), run, over)
        carry = shortlist.opens.carry if shortlist.opens else {}
        values = {name: typed(evaluate(formula, facts)) for name, formula in carry.items()}
        case = turned.get(row.subject)
        number = case.number if case else about.get(row.enterprise_code, "")
        found.append(Candidate(row, values, number, case is not None, case is not None and case.closed_at is not None))
    return found


def cases_about(by: By, shortlist: Shortlist, rows: Iterable[ScoreRow]) -> dict[str, str]:
    """The cases in hand, of the kind that the list opens, about the enterprises of these rows; by credit code."""
    codes = {row.enterprise_code for row in rows} - {""}
    if shortlist.opens is None or not codes:
        return {}
    cases = list_cases(by, procedure=shortlist.opens.procedure, status=Status.OPEN, order="opened")
    return dict(cases.filter(enterprise_code__in=codes).values_list("enterprise_code", "number"))


def cases_turned(run: Run, key: str) -> dict[str, Case]:
    """By subject the case that this list of the scorecard opened and nobody gave up: for the run's period, or, for
    another period, one still in hand.
    """
    listed = ListedCase.objects.filter(row__run__scorecard=run.scorecard, list=key).select_related("row__run")
    rows = {one.number: one.row for one in listed}
    found: dict[str, Case] = {}
    for case in Case.objects.filter(number__in=rows).exclude(status=Status.CANCELLED.value).order_by("id"):
        row = rows[case.number]
        if case.closed_at is None or row.run.period == run.period:
            found[row.subject] = case
    return found


def check_stands(run: Run) -> None:
    """Refuse a run that another has replaced: cases come from the list that stands."""
    newer = Run.objects.filter(replaces=run).first()
    if newer is not None:
        raise CannotOpen(f"不能转入：这次评价已由第 {newer.number} 次发布更正，请从新的名单转入。")


def fields_to_fill(run: Run, key: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields of the new record that the list carries over, and those that whoever opens fills in."""
    opens = get_shortlist(run, key).opens
    if opens is None:
        return (), ()
    fields = current_frame(opens.procedure).ledger.fields
    carried = tuple(field for field in fields if field.key in opens.carry)
    return carried, tuple(field for field in fields if field.key not in opens.carry)


def open_listed_case(*, run: Run, list: str, subject: str, values: Mapping[str, Any], by: By, at: datetime) -> Case:
    """Open the case of one subject of a list. `values`, by field key or label, stand before what is carried over."""
    row = get_score(by, run, subject)
    shortlist = get_shortlist(run, list)
    _check_turning(run, shortlist, row)
    (candidate,) = list_candidates(by, run, list, [row])
    given = _by_key(shortlist, values)
    known = {key: value for key, value in candidate.values.items() if value is not None}
    assert shortlist.opens is not None
    with change_set(by=by, at=at, action="flows.open_listed_case", summary=f"{shortlist.label}：{row.name}") as trail:
        case = start_case(procedure=shortlist.opens.procedure, values={**known, **given}, by=by, at=at).case
        note_listed_case(trail, row=row, list=list, number=case.number)
    return case


def open_listed_cases(
    *, run: Run, list: str, subjects: Iterable[str], values: Mapping[str, Any], by: By, at: datetime
) -> Turned:
    """Open a case for each; one that cannot be opened is told and keeps nobody else back."""
    names = {row.subject: row.name for row in list_scores(by, run)}
    opened: dict[str, Case] = {}
    refused: dict[str, str] = {}
    with change_set(by=by, at=at, action="flows.open_listed_cases", summary=f"从{get_shortlist(run, list).label}转入"):
        for subject in dict.fromkeys(subjects):
            try:
                opened[subject] = open_listed_case(run=run, list=list, subject=subject, values=values, by=by, at=at)
            except Refused as refusal:
                refused[names.get(subject, subject)] = str(refusal)
    return Turned(opened, refused)


def newest_run(by: By, scorecard: str, *, period: str = "") -> Run:
    """The newest run of a scorecard that none replaces, of that period or of any."""
    runs = list_runs(by, scorecard=scorecard, current=True)
    found = (runs.filter(period=period) if period else runs).first()
    if found is None:
        raise NoSuchRun(f"“{scorecard}”{period}还没有发布过评价结果。请先预览并发布。")
    return get_run(by, found.pk)


def _check_turning(run: Run, shortlist: Shortlist, row: ScoreRow) -> None:
    if shortlist.opens is None:
        raise CannotOpen(f"“{shortlist.label}”不转办件，只供查看。")
    check_stands(run)
    if f"{BAR}{shortlist.key}{BAR}" not in row.listed:
        raise CannotOpen(f"不能转入：{row.name}不在“{shortlist.label}”上。")
    case = cases_turned(run, shortlist.key).get(row.subject)
    if case and case.closed_at is None:
        raise CannotOpen(f"不能再转入：{row.name}已经有一件在办（办件 {case.number}），请在那一件上办理。")
    if case:
        again = "还要再办，请等下一期的名单，或直接受理。"
        raise CannotOpen(f"不能再转入：{row.name}这一期已经转入过（办件 {case.number}，已办结）；{again}")


def _by_key(shortlist: Shortlist, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the key of their field; empty ones are as if not given."""
    assert shortlist.opens is not None
    fields = current_frame(shortlist.opens.procedure).ledger.fields
    keys = {word: field.key for field in fields for word in (field.key, field.label)}
    return {keys.get(word, word): value for word, value in values.items() if value not in (None, "")}
