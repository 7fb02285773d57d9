"""The rows of a scorecard's published runs, for measures: one per subject and period, as the newest run has it."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.ledger import Field, Ledger
from tenglong.core.scorecard import Scorecard
from tenglong.core.scorecard.names import CLASS, PLACE, RANK, RANKED, TOTAL, points_word
from tenglong.playbooks import score_ledger
from tenglong.playbooks.score_rows import PERIOD, REGION, SUBJECT
from tenglong.records.ledgers.sources import Source, get_source, register_resolver
from tenglong.records.ledgers.stored import READERS
from tenglong.records.mechanisms.queries import find_current, version
from tenglong.records.people.rights import By, within

from .models import ScoreRow
from .snapshot import BAR

NAMED = "score_row"  # beside the fields: what names a row for good


def source_of(key: str) -> Source | None:
    """The rows of a scorecard that an installed mechanism declares, in the form of its current version."""
    found = find_current(key.partition(".")[0])
    if found is None or key not in found[1].scorecards:
        return None
    ledger = score_ledger(found[1].scorecards[key], get_source(found[1].scorecards[key].over).ledger)

    def rows(by: By, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:  # noqa: ARG001
        return _rows(ledger, by, keys)

    return Source(ledger, rows, ledger.label, key=NAMED)


def register() -> None:
    """Make published scores known to whoever reads rows."""
    register_resolver(source_of)


def _rows(ledger: Ledger, by: By, keys: Collection[str] | None) -> Iterator[dict[str, Any]]:
    fields = [field for field in ledger.fields if keys is None or field.key in keys]
    found = ScoreRow.objects.filter(
        within(by, enterprise="enterprise_code"), run__scorecard=ledger.key, run__replaced_by=None
    )
    for row in found.select_related("run").iterator(chunk_size=2000):
        scorecard = version(row.run.mechanism_id).scorecards[ledger.key]
        standing, kept = _standing(row), {**row.data["facts"], **_counted(row, scorecard)}
        yield {NAMED: f"{row.run_id}/{row.subject}"} | {
            field.key: standing[field.key] if field.key in standing else _read(field, kept.get(field.key))
            for field in fields
        }


def _standing(row: ScoreRow) -> dict[str, Any]:
    place = None if row.rank is None else round(Decimal(100 * row.rank) / row.run.ranked, 6)
    return {
        SUBJECT: row.subject,
        REGION: row.region_code,
        PERIOD: row.run.period,
        TOTAL: row.total,
        RANK: row.rank,
        PLACE: place,
        RANKED: row.run.ranked,
        CLASS: row.band or None,
    }


def _counted(row: ScoreRow, scorecard: Scorecard) -> dict[str, Any]:
    """Inputs, indicators and lists under their labels, as they are kept."""
    values: dict[str, Any] = {}
    for one in scorecard.inputs:
        values[one.label] = row.data["inputs"][one.label]["value"]
    for indicator, mark in zip(scorecard.indicators, row.data["marks"], strict=True):
        values[indicator.label] = mark["value"]
        values[points_word(indicator.label)] = mark["points"]
    for one, holds in zip(scorecard.lists, row.data["lists"], strict=True):
        values[one.label] = f"{BAR}{one.key}{BAR}" in row.listed if holds is not None else None
    return values


def _read(field: Field, kept: Any) -> Any:
    reader = READERS.get(field.kind)
    return kept if reader is None or kept is None else reader(kept)
