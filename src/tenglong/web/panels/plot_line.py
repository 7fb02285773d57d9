"""What stands on a plot's line of time: who used it, its cases lane by lane, papers, due days and reported figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from tenglong.core.measure.periods import CannotReadPeriod, read_period
from tenglong.records.cases.entries import WORDS
from tenglong.records.cases.frames import frame_of
from tenglong.web.place import case_url
from tenglong.web.templatetags.tenglong import amount

from .on_day import day_of
from .timeline import LANES, Bar, Mark

TONES = {"整治": "cleanup", "空间": "space", "审批": "approve", "建设": "build", "产出": "output", "服务": "service"}
USED, PRODUCED = "占用", "产出"
YEARS_WITHOUT_CASES = 6
MOST_LABELS = 3  # steps named in a bar; more of them are their procedure


@dataclass(frozen=True, slots=True)
class Life:
    """All that is known of a plot, as far as the reader may see it. Cases come with their steps."""

    occupancies: Sequence[Any]
    cases: Sequence[Any]
    entries: Sequence[Any]
    evidence: Sequence[Any]
    observations: Sequence[Any]


def story_begins(life: Life, today: date) -> date:
    """The January before the first case; without cases some years ago."""
    if not life.cases:
        return date(today.year - YEARS_WITHOUT_CASES, 1, 1)
    before = min(day_of(case.opened_at) for case in life.cases) - timedelta(days=1)
    return date(before.year, 1, 1)


def bars(life: Life) -> list[Bar]:
    """Stretches of time."""
    return [*_uses(life.occupancies), *_runs(life.cases), *_figures(life.observations)]


def marks(life: Life, today: date) -> list[Mark]:
    """Days: entries, papers, due days."""
    known = {case.number: frame_of(case).procedure for case in life.cases}
    found = [*_dues(life.cases, today)]
    for entry in life.entries:
        procedure = known[entry.case.number]
        kind = "finish" if entry.act == "finish" else "entry"
        found.append(Mark(lane_of(procedure, entry.step), day_of(entry.at), entry_text(procedure, entry), kind))
    for paper in life.evidence:
        procedure = known.get(paper.subject.removeprefix("case:"))
        lane = lane_of(procedure, paper.step) if procedure else USED
        found.append(Mark(lane, paper.on, f"证据：{paper.title}", "evidence"))
    return found


def lanes(life: Life) -> list[str]:
    """The lanes of the line; 服务 only where something of it happened here."""
    served = any(lane_of(frame_of(case).procedure, "") == "服务" for case in life.cases)
    return [*LANES, "服务"] if served else list(LANES)


def lane_of(procedure: Any, step: str) -> str:
    """The lane of a step: its own, else its procedure's station where that is a lane, else that of its first step."""
    own = next((one.lane for one in procedure.steps if one.key == step), "")
    first = next((one.lane for one in procedure.steps if one.lane), "")
    return next((lane for lane in (own, procedure.station, first) if lane in LANES), "服务")


def entry_text(procedure: Any, entry: Any) -> str:
    """What an entry says in one line."""
    step = next((one for one in procedure.steps if one.key == entry.step), None)
    fields = {field.key: field for field in (*step.fields, *step.log)} if step else {}
    said = [f"{fields[key].label} {_plain(value)}" for key, value in entry.data.items() if key in fields]
    what = f"{WORDS[entry.act]}“{step.label}”" if step else f"{WORDS[entry.act]}{procedure.label}"
    return "；".join([what, *([entry.words] if entry.words else []), *said])


def _plain(value: object) -> str:
    return "是" if value is True else "否" if value is False else str(value)


def _uses(occupancies: Iterable[Any]) -> Iterator[Bar]:
    for one in occupancies:
        text = f"{one.enterprise.name}　{one.tenure} {amount(one.area_mu)} 亩"
        tone = "rent" if one.tenure == "租用" else "occupancy"
        url = reverse("enterprise", args=[one.enterprise.code])
        yield Bar(USED, one.from_on, one.until_on, text, tone, (one.enterprise.name,), url)


def _runs(cases: Iterable[Any]) -> Iterator[Bar]:
    """A bar for each lane that a case passes: from its first step there to its last."""
    for case in cases:
        procedure = frame_of(case).procedure
        passed: dict[str, list[Any]] = {}
        for run in case.steps.all():
            if run.opened_at:
                passed.setdefault(lane_of(procedure, run.step), []).append(run)
        for lane, runs in passed.items():
            ended = [run.closed_at for run in runs]
            until = day_of(max(ended)) if all(ended) else None
            since = day_of(min(run.opened_at for run in runs))
            url = case_url(procedure.key, case.number)
            yield Bar(lane, since, until, _run_text(procedure, lane, runs), TONES[lane], url=url)


def _run_text(procedure: Any, lane: str, runs: Sequence[Any]) -> str:
    if lane == procedure.station:
        return procedure.label
    labels = [step.label for step in procedure.steps if step.key in {run.step for run in runs}]
    return " · ".join(labels) if len(labels) <= MOST_LABELS else procedure.label


def _dues(cases: Iterable[Any], today: date) -> Iterator[Mark]:
    for case in cases:
        procedure = frame_of(case).procedure
        for run in case.steps.all():
            if run.due_on:
                late = (day_of(run.closed_at) if run.closed_at else today) > run.due_on
                label = procedure.step(run.step).label
                words = f"“{label}”到期{'，超期' if late else ''}"
                yield Mark(lane_of(procedure, run.step), run.due_on, words, "due", "red" if late else "green")


def _figures(observations: Iterable[Any]) -> Iterator[Bar]:
    for one in observations:
        try:
            period = read_period(one.period)
        except CannotReadPeriod:
            continue
        text = f"{one.metric} {amount(one.value)}"
        title = f"{period.label}{text} {one.unit}，来源：{one.source}"
        shorter = (amount(one.value),)
        yield Bar(PRODUCED, period.since, period.until, text, "output", shorter, title=title, inside=True)
