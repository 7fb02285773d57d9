"""The loop of one plot, stage by stage, on a day: the cases and rows that stand for each, and their ties."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.core.ledger import Kind
from tenglong.core.procedure import Status
from tenglong.records.cases.chain import NAMED, Chain
from tenglong.records.cases.frames import frame_of
from tenglong.web.place import case_url

from .on_day import ENDED, day_of, ended_by, in_hand, is_late
from .output import Year

LISTED, NEED, MADE, OUTPUT = "列入清单", "需求匹配", "投产", "年度产出"
STATIONS = (  # label of a stage, the station whose cases stand for it, the lane whose steps do where there is none
    ("整治", "整治", ""),
    ("空间家底", "空间", "空间"),
    (NEED, "匹配", ""),
    ("招商", "招商", ""),
    ("审批", "审批", "审批"),
    ("建设", "项目", "建设"),
)
PRODUCES = "产出"  # the lane of the steps that stand for 投产
MOST_TOLD = 2  # figures of a year in the stage; the table below has them all


@dataclass(frozen=True, slots=True)
class Piece:
    """A case, a step or a row that stands for a stage. `tone` is done, open, late or stopped."""

    label: str
    number: str
    url: str
    since: date
    until: date | None
    words: str
    tone: str
    ties: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the loop with what stands for it, in order of time."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def tone(self) -> str:
        """Of the whole stage: what is in hand counts first, then what is done; empty where there is nothing yet."""
        tones = [piece.tone for piece in self.pieces]
        return next((tone for tone in ("late", "open", "done", "stopped") if tone in tones), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """The published list that a case was opened from: `number` is the case's, `on` the day of publication."""

    number: str
    label: str
    words: str
    url: str
    on: date


def stages_of(chain: Chain, output: Iterable[Year], on: date, listings: Iterable[Listing] = ()) -> list[Stage]:
    """The stages at the end of that day, in the loop's order."""
    published = [_published(one) for one in listings if one.on <= on]
    begun = [case for case in chain.cases if day_of(case.opened_at) <= on]
    ties = _ties(chain, {case.number for case in begun})
    found = [Stage(LISTED, tuple(published or (piece for case in begun for piece in _listed(case, on))))]
    needs = {label: _needs(begun, chain) if label == NEED else [] for label, _, _ in STATIONS}
    for label, station, lane in STATIONS:
        own = [_case(case, ties, on) for case in begun if _procedure(case).station == station or case in needs[label]]
        found.append(Stage(label, tuple(own or (piece for case in begun for piece in _steps(case, lane, on)))))
    found.append(Stage(MADE, tuple(piece for case in begun for piece in _steps(case, PRODUCES, on))))
    years = tuple(_year(year) for year in output if year.until <= on)
    return [*found, Stage(OUTPUT, years[-1:])]


def _procedure(case: Any) -> Any:
    return frame_of(case).procedure


def _published(one: Listing) -> Piece:
    return Piece(one.label, one.number, one.url, one.on, None, one.words, "done")


def _needs(cases: Iterable[Any], chain: Chain) -> list[Any]:
    """The requests that another case names: what a firm lacks and this plot gives."""
    named = {tie.target for tie in chain.ties if tie.kind == NAMED}
    return [case for case in cases if case.number in named and _procedure(case).station == "服务"]


def _listed(case: Any, on: date) -> Iterator[Piece]:
    """The clean-up's own row says since when the plot has been on its list."""
    frame = frame_of(case)
    days = [field for field in frame.ledger.fields if field.kind is Kind.DATE and field.required and field.listed]
    if frame.procedure.station != "整治" or not days or not (text := case.record.data.get(days[0].key)):
        return
    since = date.fromisoformat(text)
    if since <= on:
        url = case_url(frame.procedure.key, case.number)
        yield Piece(frame.ledger.label, case.number, url, since, None, days[0].label, "done")


def _case(case: Any, ties: Mapping[str, str], on: date) -> Piece:
    procedure = _procedure(case)
    ended, active = ended_by(case, on), in_hand(case.steps.all(), on)
    labels = dict.fromkeys(procedure.step(run.step).label for run in active)
    words = ENDED.get(case.status, "") if ended else "、".join(labels)
    tone = _tone(case, ended, any(is_late(run, on) for run in active))
    since, url = day_of(case.opened_at), case_url(procedure.key, case.number)
    return Piece(procedure.label, case.number, url, since, ended, words, tone, ties.get(case.number, ""))


def _steps(case: Any, lane: str, on: date) -> Iterator[Piece]:
    """The newest round of each step in that lane."""
    procedure = _procedure(case)
    steps = {step.key: step for step in procedure.steps if step.lane == lane} if lane else {}
    newest = {run.step: run for run in case.steps.all() if run.step in steps and run.opened_at}
    for key, run in newest.items():
        since = day_of(run.opened_at)
        if since > on:
            continue
        ended = ended_by(run, on)
        words = ENDED.get(run.status, "") if ended else "正在办"
        tone, url = _tone(run, ended, is_late(run, on)), case_url(procedure.key, case.number)
        yield Piece(f"{steps[key].label}（{procedure.label}）", case.number, url, since, ended, words, tone)


def _tone(one: Any, ended: date | None, late: bool) -> str:
    if ended:
        return "stopped" if one.status == Status.CANCELLED.value else "done"
    return "late" if late else "open"


def _year(year: Year) -> Piece:
    figures = [(row.subject, one) for row in year.rows for one in row.figures][:MOST_TOLD]
    said = [f"{one.metric} {one.shown} {one.unit}" for _, one in figures]
    whose = "、".join(dict.fromkeys(subject for subject, _ in figures))
    return Piece(year.label, "", "#output", year.since, None, f"{whose}：{'；'.join(said)}", "done")


def _ties(chain: Chain, begun: set[str]) -> dict[str, str]:
    """How each case came to be here, in words."""
    found: dict[str, list[str]] = {}
    for tie in chain.ties:
        if tie.source not in begun or tie.target not in begun:
            continue
        if tie.kind == NAMED:
            found.setdefault(tie.target, []).append(f"{tie.source} 的“{tie.label}”")
        else:
            found.setdefault(tie.target, []).append(f"由 {tie.source} 开出")
    return {number: "，".join(words) for number, words in found.items()}
