"""Which rows a number is about: those dated within a period, or by a day."""

from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.ledger import Field, Kind
from tenglong.core.measure import CannotReadPeriod, Measure, Period, read_period


@dataclass(frozen=True, slots=True)
class Span:
    """A period (half-open), or everything up to and including a day; with neither, everything."""

    period: Period | None = None
    on: date | None = None

    @property
    def day(self) -> date | None:
        """The last day it covers."""
        return self.period.until - timedelta(days=1) if self.period else self.on

    @property
    def label(self) -> str:
        """In words."""
        if self.period:
            return self.period.label
        return f"截至 {self.on}" if self.on else "全部"


def span_of(measure: Measure, period: str | None, on: date | None) -> Span:
    """What is asked. A measure asked by the day takes a period as its last day."""
    asked = read_period(period) if period else None
    if asked and measure.by_day:
        return Span(on=asked.until - timedelta(days=1))
    return Span(asked, None if asked else on)


def within_span(table: pa.Table, field: Field | None, span: Span) -> pa.Table:
    """The rows that the field dates into the span; without a field every row."""
    if field is None or (span.period is None and span.on is None):
        return table
    column = table.column(field.key)
    if field.kind is not Kind.DATE:
        return table.filter(_written(column, span))
    if span.period:
        return table.filter(pc.and_(pc.greater_equal(column, span.period.since), pc.less(column, span.period.until)))
    return table.filter(pc.less_equal(column, span.on))


def _written(column: pa.ChunkedArray, span: Span) -> pa.Array:
    """Of rows that write their period: that very period, or every one that has ended by the day."""
    if span.period:
        return pc.equal(column, span.period.text)
    ended = {text: _ended(text, span) for text in set(column.to_pylist())}
    return pa.array([ended[text] for text in column.to_pylist()], pa.bool_())


def _ended(text: str | None, span: Span) -> bool:
    if not text or span.on is None:
        return False
    try:
        return read_period(text).until <= span.on + timedelta(days=1)
    except CannotReadPeriod:
        return False


def years_in(table: pa.Table, field: Field | None) -> list[Period]:
    """The years that the field dates rows into."""
    if field is None:
        return []
    column = table.column(field.key)
    written = pc.strftime(column, "%Y") if field.kind is Kind.DATE else pc.utf8_slice_codeunits(column, 0, 4)
    return [read_period(year) for year in pc.unique(written).to_pylist() if year and year.isdecimal()]
