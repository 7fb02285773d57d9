"""The steps of a case as the page shows them: graph, table, clocks, papers, facts and the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Kind
from tenglong.core.lights import Lit
from tenglong.core.procedure import Act, Limit, Status
from tenglong.records.cases.queries import CaseView
from tenglong.records.cases.shown import Shown
from tenglong.records.cases.views import EntryView, RuleView, StepView
from tenglong.web.place import row_url

from .graph import Node

ACTIVE = frozenset({Status.OPEN, Status.PAUSED})
STERN = frozenset({"return", "cancel", "pause"})


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the table of steps."""

    label: str
    owner: str
    limit: str
    light: str
    words: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How the due day of a step comes about."""

    label: str
    lit: Lit
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a step asks for."""

    title: str
    step: str
    found: Any


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with its label; `url` where it names something that has a page."""

    label: str
    text: str
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the trail."""

    entry: EntryView
    what: str
    stern: bool
    facts: tuple[Fact, ...]


def nodes(view: CaseView) -> list[Node]:
    """The steps for the graph."""
    return [
        Node(
            step.spec.key,
            step.spec.label,
            step.word if step.state.status is Status.PAUSED else _words(step),  # no room for what is left
            str(step.state.status),
            str(step.lit.light) if step.state.status in ACTIVE and step.reading else "",
            step.spec.after,
        )
        for step in view.steps
    ]


def step_lines(view: CaseView) -> list[Line]:
    """The table of steps."""
    return [
        Line(
            step.spec.label,
            " · ".join(part for part in (step.unit, step.role) if part),
            _limits(step.spec.limits),
            str(step.lit.light) if step.state.status in ACTIVE else "",
            _words(step),
        )
        for step in view.steps
    ]


def holders(view: CaseView) -> list[str]:
    """Who has the case in hand."""
    return list(dict.fromkeys(step.unit or step.role for step in view.open_steps))


def clocks(view: CaseView) -> list[Clock]:
    """The promise, the steps in hand and the rules that light the case, each explained."""
    found = [Clock("全件承诺", view.lit, view.reading.lines)] if view.reading else []
    found += [
        Clock(step.spec.label, step.lit, step.reading.lines if step.reading else ())
        for step in view.open_steps
        if step.reading or step.spec.limits
    ]
    return found + [Clock(one.rule.label, one.lit, _rule_lines(one)) for one in view.rules]


def _rule_lines(one: RuleView) -> tuple[str, ...]:
    """The reason, the formula with its values, where the rule comes from."""
    return tuple(line for line in (one.rule.note, *one.sentences, f"依据：{one.rule.source}") if line)


def needed(view: CaseView) -> list[Paper]:
    """The documents that the steps ask for, as far as the steps are needed."""
    return [
        Paper(title, step.spec.label, next((paper for paper in step.evidence if paper.title == title), None))
        for step in view.steps
        if step.state.status is not Status.SKIPPED
        for title in step.spec.evidence
    ]


def others(view: CaseView) -> list[Any]:
    """What was attached beyond what the steps ask for."""
    asked = {(step.spec.key, title) for step in view.steps for title in step.spec.evidence}
    return [paper for paper in view.evidence if (paper.step, paper.title) not in asked]


def facts(view: CaseView) -> list[Fact]:
    """The record's values, those filled in at the steps, the totals over the logs, as far as there are any."""
    own = {shown.field.key for shown in view.fields}
    filled = [shown for step in view.steps for shown in step.fields if shown.field.key not in own]
    return [fact_of(shown) for shown in (*view.fields, *filled, *view.totals) if shown.value not in (None, "", [])]


def trail(view: CaseView) -> list[Told]:
    """What happened, the newest first."""
    return [
        Told(
            entry,
            f"{entry.word}{f'“{entry.step_label}”' if entry.step_label else view.procedure.label}",
            entry.act in STERN,
            tuple(fact_of(shown) for shown in entry.values if shown.value not in (None, "", [])),
        )
        for entry in reversed(view.entries)
    ]


def sent_back(view: CaseView) -> EntryView | None:
    """Who returned the case or took it up again, and why, as long as nobody has finished a step since."""
    acts = {Act.FINISH.value, Act.RETURN.value, Act.REOPEN.value}
    newest = next((entry for entry in reversed(view.entries) if entry.act in acts), None)
    return newest if newest and newest.act != Act.FINISH.value and view.open_steps else None


def fact_of(shown: Shown) -> Fact:
    """A value as a fact, with the page of what it names."""
    return Fact(shown.field.label, shown.text, shown.field.unit or "", _page_of(shown))


def _page_of(shown: Shown) -> str:
    """The page of the row that a reference names."""
    if shown.field.kind is not Kind.REFERENCE or not shown.value:
        return ""
    return row_url(shown.field.refers_to or "", shown.value)


def _words(step: StepView) -> str:
    state = step.state
    if state.status in ACTIVE:
        return step.lit.words if step.reading or step.spec.limits else step.word
    if state.status is Status.DONE and state.closed_at:
        return f"{china_time(state.closed_at):%Y-%m-%d} 办结"
    return step.word


def _limits(limits: Iterable[Limit]) -> str:
    return "；".join(_limit(limit) for limit in limits)


def _limit(limit: Limit) -> str:
    asked = f"{limit.when.formula.text}：" if limit.when else ""
    since = f"从“{limit.since}”起 " if limit.since else ""
    said = f"到“{limit.until}”那天" if limit.until else f"{since}{limit.amount} {limit.unit.label}"
    return f"{asked}{said}，依据：{limit.source}"
