"""A table of the rows of a ledger: those the reader sees, that the condition selects, of the report's period."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.ledger import Field, Kind
from tenglong.core.ledger.masking import mask
from tenglong.core.measure import Period
from tenglong.core.report.model import Block
from tenglong.core.report.paper import Head, Note, Paragraph, Said, Table
from tenglong.core.report.periods import last_day
from tenglong.core.report.say import amount, unit_said
from tenglong.records.audit.queries import newest_ids
from tenglong.records.cases.shown import Shown, show_rows
from tenglong.records.ledgers.sources import Row, Source, get_source
from tenglong.records.ledgers.spans import Span, within_span
from tenglong.records.ledgers.tables import reader_of, table_of
from tenglong.records.ledgers.terms import duckdb, field_of
from tenglong.records.people.rights import By, open_fields

from .figures import Figures
from .links import row_url

MOST_ROWS = 200  # of a table; who needs all of them opens the list
_NUMBERS = frozenset({Kind.NUMBER, Kind.WHOLE})
_UNSORTED = frozenset({Kind.REFERENCES})


def rows_table(figures: Figures, block: Block) -> tuple[Table | Paragraph | Note, ...]:
    """The table, and what it leaves out; without a row a sentence."""
    source = get_source(block.over)
    chosen = _chosen(source, block, figures.by, figures.period)
    if not chosen.num_rows:
        return (Paragraph((Said(f"{block.caption or source.label}：{figures.period.label}没有。"),)),)
    keys = [str(key) for key in chosen.column(source.named_by).slice(0, MOST_ROWS).to_pylist()]
    columns = _columns(block, source, figures)
    picked = source.picked(figures.by, keys, on=last_day(figures.period))
    table = Table(
        block.caption,
        (Head("序号"), *(head for _, _, head in columns)),
        _rows(block, columns, keys, {str(row[source.named_by]): row for row in picked}),
    )
    if chosen.num_rows <= MOST_ROWS:
        return (table,)
    return table, Note((Said(f"只列前 {MOST_ROWS} 行，共 {chosen.num_rows:,} 行。"),))


def _chosen(source: Source, block: Block, by: By, period: Period) -> pa.Table:
    dated, order = (field_of(source.ledger, label) for label in (block.dated, block.order.removeprefix("-")))
    named = {spec.code for spec in block.where.names} if block.where else set()
    keys = named | {field.key for field in (dated, order) if field}
    table = table_of(block.over, frozenset(keys), reader_of(by), last_day(period), newest_ids())
    table = within_span(table, dated, Span(period))
    if block.where:
        table = table.filter(duckdb().rows(table, {"holds": block.where}).column("holds"))
    if order and order.kind not in _UNSORTED:
        way = "descending" if block.order.startswith("-") else "ascending"
        table = table.take(pc.sort_indices(table, sort_keys=[(order.key, way)]))
    return table


def _columns(block: Block, source: Source, figures: Figures) -> list[tuple[Field, str, Head]]:
    """Each column's field, the unit its numbers are said in, and its head; none for what the reader may not see."""
    seen = {field.label: field for field in open_fields(figures.by, source.ledger.fields)}
    found = []
    for column in block.columns:
        if field := seen.get(column.label):
            unit = unit_said(field.unit or "", column.unit, figures.audience)
            found.append((field, unit, Head(field.label, unit, number=field.kind in _NUMBERS)))
    return found


def _rows(
    block: Block,
    columns: Sequence[tuple[Field, str, Head]],
    keys: Sequence[str],
    found: Mapping[str, Row],
) -> tuple[tuple[Said, ...], ...]:
    keys = [key for key in keys if key in found]
    shown = show_rows([field for field, _, _ in columns], [found[key] for key in keys])
    return tuple(
        (Said(str(place)), *_cells(columns, cells, row_url(block.over, key)))
        for place, (key, cells) in enumerate(zip(keys, shown, strict=True), start=1)
    )


def _cells(columns: Sequence[tuple[Field, str, Head]], cells: Sequence[Shown], path: str) -> list[Said]:
    """The first cell and every number open the row."""
    said = [said_value(cell, unit, path) for (_, unit, _), cell in zip(columns, cells, strict=True)]
    return [Said(said[0].text, path, value=said[0].value), *said[1:]] if said else []


def said_value(shown: Shown, unit: str, path: str) -> Said:
    """A value as a table says it; a number in the unit asked for, what tells of a person masked."""
    value: Any = shown.value
    if shown.field.kind in _NUMBERS and value is not None:
        exact, text = amount(Fraction(value), shown.field.unit or "", unit)
        return Said(text, path, value=exact)
    return Said((mask(shown.text) if shown.field.personal else shown.text) or "—")
