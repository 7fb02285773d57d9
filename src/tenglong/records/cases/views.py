"""One case as its page shows it: every step with its owner, clock and light, what is missing, what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tenglong.core.clocks import Reading, china_time
from tenglong.core.decreed import seed_calendar
from tenglong.core.formula import explain
from tenglong.core.lights import Lit, light_of, worst
from tenglong.core.procedure import (
    Act,
    CaseState,
    LightRule,
    Move,
    Procedure,
    RuleLit,
    Status,
    Step,
    StepState,
    allowed,
    case_reading,
    counting,
    owner_unit,
    rule_lit,
    step_counting,
    step_reading,
)
from tenglong.playbooks import Mechanism
from tenglong.playbooks.rows import TODAY
from tenglong.records.files.models import Evidence
from tenglong.records.ledgers.stored import load
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, actor_of, open_fields

from .entries import WORDS
from .facts import STATUS_WORDS, active_labels, facts_of
from .lit import rows_by_case
from .loading import Loaded, load_case
from .models import Case, Entry
from .names import Names
from .reach import seen_by, subject
from .shown import Shown, show_values
from .state import Run

STEP_WORDS = {
    Status.WAITING: "未开始",
    Status.OPEN: "办理中",
    Status.PAUSED: "已停钟",
    Status.DONE: "已办结",
    Status.SKIPPED: "不需要",
    Status.CANCELLED: "已中止",
}


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the trail; `values` are what was entered with it, `papers` the titles of what was attached then."""

    key: int
    at: datetime
    by: str
    act: str  # core's word, or "open"
    word: str
    step: str
    step_label: str
    words: str
    values: tuple[Shown, ...]
    papers: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: `missing` are the fields and documents without which it cannot be finished, `rounds` all its rounds."""

    spec: Step
    state: StepState
    word: str
    role: str
    unit: str
    reading: Reading | None
    lit: Lit
    fields: tuple[Shown, ...]
    missing: tuple[str, ...]
    moves: tuple[Move, ...]
    entries: tuple[EntryView, ...]
    evidence: tuple[Evidence, ...]
    rounds: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule that lights the case; `sentences` say how its formula came out."""

    rule: LightRule
    lit: Lit
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as `by` may see it at a moment. `facts` are by label, without what is confidential to the reader.

    `opened` are the cases it opened and `opened_from` the one that opened it, where `by` sees them.
    """

    case: Case
    mechanism: Mechanism
    procedure: Procedure
    state: CaseState
    word: str
    facts: Mapping[str, Any]
    fields: tuple[Shown, ...]
    reading: Reading | None
    lit: Lit
    rules: tuple[RuleView, ...]
    totals: tuple[Shown, ...]
    steps: tuple[StepView, ...]
    moves: tuple[Move, ...]
    entries: tuple[EntryView, ...]
    evidence: tuple[Evidence, ...]
    opened: tuple[Case, ...]
    opened_from: Case | None

    @property
    def open_steps(self) -> tuple[StepView, ...]:
        """The steps in hand."""
        return tuple(step for step in self.steps if step.state.status in (Status.OPEN, Status.PAUSED))

    def allows(self, act: Act, step: str) -> bool:
        """Whether the reader may do that at that step now."""
        return any((move.act, move.step) == (act, step) for move in self.moves)


def view_case(by: By, number: str, *, at: datetime) -> CaseView:
    """The case with that number, read in a fixed number of queries."""
    loaded = load_case(by, number)
    case, frame, state = loaded.case, loaded.frame, loaded.state
    day = china_time(at).date()
    row = {**rows_by_case([case], day, steps=False)[case.pk], "case_step": active_labels(frame.procedure, state)}
    facts = facts_of(frame, row)
    running = state.status is Status.OPEN
    rules = [rule_lit(rule, facts | {TODAY: day}) for rule in frame.procedure.lights] if running else []
    moves = _moves(loaded, by, facts)
    evidence = tuple(Evidence.objects.filter(subject=subject(number)).select_related("file"))
    entries = _entries(by, loaded, list(case.entries.all()), evidence)
    reading = case_reading(frame.procedure, state, facts, at, seed_calendar())
    waits = counting(frame.procedure.limits, facts).waits
    steps = _steps(by, loaded, facts=facts, moves=moves, entries=entries, evidence=evidence, at=at)
    clock = light_of(reading, day, waits) if reading or waits else _soonest(steps, day)
    seen = open_fields(by, frame.row.fields, row)
    tied = Case.objects.filter(Q(opened_from=case) | Q(pk=case.opened_from_id)).filter(seen_by(by))
    return CaseView(
        case=case,
        mechanism=frame.mechanism,
        procedure=frame.procedure,
        state=state,
        word=STATUS_WORDS[state.status],
        facts={field.label: facts[field.label] for field in seen},
        fields=show_values(open_fields(by, frame.ledger.fields, row), load(frame.row.fields, case.record.data)),
        reading=reading,
        lit=worst(clock, [one.lit for one in rules]),
        rules=tuple(_rule(one, facts | {TODAY: day}) for one in rules),
        totals=show_values(open_fields(by, [total.field for total in frame.procedure.totals]), row),
        steps=steps,
        moves=moves,
        entries=entries,
        evidence=evidence,
        opened=tuple(one for one in tied if one.opened_from_id == case.pk),
        opened_from=next((one for one in tied if one.pk == case.opened_from_id), None),
    )


def _rule(one: RuleLit, facts: Mapping[str, Any]) -> RuleView:
    formula = one.formula or one.rule.red or one.rule.yellow
    sentences = dict.fromkeys(explain(formula, facts).sentences()) if formula else {}
    return RuleView(one.rule, one.lit, tuple(sentences))


def _moves(loaded: Loaded, by: By, facts: Mapping[str, Any]) -> tuple[Move, ...]:
    case = loaded.case
    if not isinstance(by, Person):
        return ()
    actor = actor_of(by, region=case.region_code, enterprise=case.enterprise_code)
    return allowed(loaded.frame.procedure, loaded.state, actor, facts)


def _entries(by: By, loaded: Loaded, rows: Sequence[Entry], evidence: Iterable[Evidence]) -> tuple[EntryView, ...]:
    procedure = loaded.frame.procedure
    steps = {step.key: step for step in procedure.steps}
    values = load(loaded.frame.row.fields, loaded.case.record.data)
    papers: dict[tuple[str, datetime], tuple[Evidence, ...]] = {}
    for paper in evidence:
        papers[paper.step, paper.at] = (*papers.get((paper.step, paper.at), ()), paper)
    views = []
    for row in rows:
        step = steps.get(row.step)
        entered = (*step.fields, *step.log) if step else loaded.frame.ledger.fields
        named = tuple(field for field in open_fields(by, entered, values) if field.key in row.data)
        views.append(
            EntryView(
                key=row.pk,
                at=row.at,
                by=row.by,
                act=row.act,
                word=WORDS[row.act],
                step=row.step,
                step_label=step.label if step else "",
                words=row.words,
                values=show_values(named, load(named, row.data)),
                papers=papers.get((row.step, row.at), ()),
            )
        )
    return tuple(views)


def _steps(
    by: By,
    loaded: Loaded,
    *,
    facts: Mapping[str, Any],
    moves: Iterable[Move],
    entries: Iterable[EntryView],
    evidence: Iterable[Evidence],
    at: datetime,
) -> tuple[StepView, ...]:
    case, procedure = loaded.case, loaded.frame.procedure
    names, day = Names(), china_time(at).date()
    values = load(loaded.frame.row.fields, case.record.data)
    views = []
    for step in procedure.steps:
        state = loaded.state.step(step.key)
        reading = step_reading(procedure, state, facts, at, seed_calendar())
        attached = tuple(paper for paper in evidence if paper.step == step.key)
        unit = owner_unit(step.owner, facts) or ""
        views.append(
            StepView(
                spec=step,
                state=state,
                word=STEP_WORDS[state.status],
                role=names.get(step.owner.role, step.owner.role),
                unit=names.get(unit, unit),
                reading=reading,
                lit=light_of(reading, day, step_counting(procedure, state, facts).waits),
                fields=show_values(open_fields(by, step.fields, values), values),
                missing=_missing(step, state, facts, attached),
                moves=tuple(move for move in moves if move.step == step.key),
                entries=tuple(entry for entry in entries if entry.step == step.key),
                evidence=attached,
                rounds=tuple(loaded.runs.rounds.get(step.key, ())),
            )
        )
    return tuple(views)


def _missing(step: Step, state: StepState, facts: Mapping[str, Any], attached: Iterable[Evidence]) -> tuple[str, ...]:
    if state.status not in (Status.OPEN, Status.PAUSED):
        return ()
    titles = {paper.title for paper in attached}
    blank = [field.label for field in step.fields if field.required and facts.get(field.label) in (None, "", [])]
    return (*blank, *(paper for paper in step.evidence if paper not in titles))


def _soonest(steps: Iterable[StepView], day: date) -> Lit:
    """Without a promise for the whole, the light of a case is that of the open step that is due first."""
    active = [step for step in steps if step.state.status in (Status.OPEN, Status.PAUSED)]
    clocks = [(step.reading.paused, step.reading.due_on, step.lit) for step in active if step.reading]
    return min(clocks, key=lambda clock: clock[:2])[2] if clocks else light_of(None, day)
