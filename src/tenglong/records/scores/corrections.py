"""What a correction changed: two publications of one period, subject by subject."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tenglong.core.scorecard import Scorecard
from tenglong.records.people.rights import By

from .models import Run, ScoreRow
from .queries import list_scores, scorecard_of

NONE = "–"
ADDED, GONE, CHANGED = "新参评", "不再参评", "有变化"


@dataclass(frozen=True, slots=True)
class Corrected:
    """One thing that is another now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A subject of which something is another. `own`: its own figures changed, not only its place among the others."""

    subject: str
    name: str
    kind: str
    own: bool
    parts: tuple[Corrected, ...]


def list_corrections(by: By, run: Run) -> list[Correction]:
    """Against the run that it replaces, of the rows that `by` may open; those with figures of their own come first."""
    if run.replaces is None:
        return []
    old = {row.subject: row for row in list_scores(by, run.replaces)}
    new = {row.subject: row for row in list_scores(by, run)}
    scorecard, before = scorecard_of(run), scorecard_of(run.replaces)
    found = (_correction(old.get(key), new.get(key), before, scorecard) for key in {**new, **old})
    return sorted((one for one in found if one), key=lambda one: (not one.own, one.name, one.subject))


def list_corrected_parameters(run: Run) -> list[Corrected]:
    """The parameters that have another value than in the run it replaces."""
    if run.replaces is None:
        return []
    before = {one["label"]: one["value"] for one in run.replaces.parameters}
    after = {one["label"]: one["value"] for one in run.parameters}
    return [
        Corrected(label, _word(before.get(label)), _word(after.get(label)))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]


def _correction(old: ScoreRow | None, new: ScoreRow | None, before: Scorecard, after: Scorecard) -> Correction | None:
    row = new or old
    assert row is not None
    if old is None or new is None:
        return Correction(row.subject, row.name, ADDED if old is None else GONE, True, ())
    own = tuple(_changed(_figures(old, before), _figures(new, after)))
    place = tuple(_changed(_standing(old), _standing(new)))
    return Correction(row.subject, row.name, CHANGED, bool(own), own + place) if own or place else None


def _changed(old: dict[str, str], new: dict[str, str]) -> Iterator[Corrected]:
    for label in {**old, **new}:
        if old.get(label, NONE) != new.get(label, NONE):
            yield Corrected(label, old.get(label, NONE), new.get(label, NONE))


def _figures(row: ScoreRow, scorecard: Scorecard) -> dict[str, str]:
    """What is the subject's own: inputs and indicators."""
    found = {label: _word(given["value"]) for label, given in row.data["inputs"].items()}
    marks = zip(scorecard.indicators, row.data["marks"], strict=True)
    return found | {indicator.label: _word(mark["value"]) for indicator, mark in marks}


def _standing(row: ScoreRow) -> dict[str, str]:
    total = NONE if row.total is None else _word(format(row.total, "f"))
    return {"总分": total, "名次": _word(row.rank), "类别": _word(row.band)}


def _word(value: object) -> str:
    if value in (None, ""):
        return NONE
    text = str(value)
    return format(Decimal(text).normalize(), "f") if text.replace(".", "", 1).lstrip("-").isdecimal() else text
