"""What is kept of a subject for good, and the hash over all of it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.formula import Type
from tenglong.core.ledger import Ledger
from tenglong.core.scorecard import Mark, Scorecard, Scored
from tenglong.playbooks import type_of
from tenglong.records.audit.canonical import canonical, plain
from tenglong.records.ledgers.stored import load

from .gathering import KEY
from .models import Run, ScoreRow
from .trial import Trial

BAR = "|"
Origins = Mapping[tuple[str, str], str]  # ledger and row key → where it is written


def kept_data(trial: Trial, scored: Scored, origins: Origins) -> dict[str, Any]:
    """The snapshot of one subject, as JSON values."""
    inputs = {}
    for one in trial.scorecard.inputs:
        given = trial.gathered.inputs[scored.key][one.label]
        written = [origins.get((one.term.over, key), "") for key in given.rows]
        inputs[one.label] = {"value": plain(given.value), "rows": list(given.rows), "origins": written}
    return {
        "facts": {key: plain(value) for key, value in trial.gathered.facts[scored.key].items() if value is not None},
        "inputs": inputs,
        "marks": [
            {"value": exact(mark.value), "points": exact(mark.points), "substituted": mark.substituted}
            for mark in scored.marks
        ],
        "adjustments": [exact(points) for points in scored.adjustments],
        "undecided": scored.undecided,
        "lists": list(scored.lists),
    }


def exact(value: Decimal | None) -> str | None:
    """All the digits that were reckoned: 100.00 stays 100.00."""
    return None if value is None else format(value, "f")


def bars(keys: Iterable[str]) -> str:
    """Keys as a column of text that can be searched for one of them."""
    joined = BAR.join(keys)
    return f"{BAR}{joined}{BAR}" if joined else ""


def scored_of(row: ScoreRow) -> Scored:
    """What the scorecard gave, as it was published."""
    data = row.data
    return Scored(
        key=row.subject,
        marks=tuple(
            Mark(_decimal(mark["value"]), _decimal(mark["points"]), mark["substituted"]) for mark in data["marks"]
        ),
        adjustments=tuple(_decimal(points) for points in data["adjustments"]),
        total=row.total,
        rank=row.rank,
        band=row.band or None,
        undecided=data["undecided"],
        lists=tuple(data["lists"]),
    )


def seen_of(row: ScoreRow, scorecard: Scorecard, over: Ledger) -> dict[str, Any]:
    """What the scorecard's formulas saw of the subject, by column."""
    inputs = {one.label: _typed(type_of(one), row.data["inputs"][one.label]["value"]) for one in scorecard.inputs}
    return {**load(over.fields, row.data["facts"]), **inputs, KEY: row.subject}


def digest(run: Run, mechanism: str, rows: Iterable[ScoreRow]) -> str:
    """One hash for the same publication: the scorecard's text, region, period, parameters, then rows by subject."""
    head = {
        "scorecard": run.scorecard,
        "mechanism": mechanism,
        "region": run.region_code,
        "period": run.period,
        "parameters": run.parameters,
        "means": run.means,
        "unsure": run.unsure,
    }
    reckoned = hashlib.sha256(canonical(head).encode())
    for line in sorted(_line(row) for row in rows):
        reckoned.update(b"\n" + line.encode())
    return reckoned.hexdigest()


def _line(row: ScoreRow) -> str:
    own = ("subject", "name", "region_code", "enterprise_code", "total", "rank", "band", "listed", "data")
    return canonical({name: getattr(row, name) for name in own})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _typed(type_: Type, value: Any) -> Any:
    if value is None or type_ not in (Type.NUMBER, Type.DATE):
        return value
    return Decimal(value) if type_ is Type.NUMBER else date.fromisoformat(value)
