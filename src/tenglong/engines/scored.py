"""The scores of a table: columns of whole numbers, and the same as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.scorecard import Mark, Missing, Outcome, Scorecard, Scored, value_digits
from tenglong.core.scorecard.points import from_units, mean_of

_CLASS = pa.dictionary(pa.int8(), pa.string())


@dataclass(frozen=True, slots=True)
class ScoredTable:
    """What a scorecard gives to a table.

    `rows` has one row for each subject of the population, in no stated order, in whole numbers only:
    key · for the n-th indicator value_n (in units of 10**-value_digits), points_n (of 10**-points), substituted_n ·
    adjustment_n (of 10**-points) · total (of 10**-digits) · rank · class, undecided (texts) · list_n (yes, no, null).
    `unsure` are the keys of rows of which it is unknown whether they belong: they are left out.
    """

    scorecard: Scorecard
    rows: pa.Table
    unsure: tuple[str, ...]

    @property
    def ranked(self) -> int:
        """How many have a total: 参评数."""
        ranked: int = self.rows.num_rows - self.rows["total"].null_count
        return ranked

    def in_order(self) -> pa.Table:
        """The rows by rank, then by key; those without a rank last."""
        return self.rows.sort_by([("rank", "ascending"), ("key", "ascending")])

    def outcome(self) -> Outcome:
        """The same as values, in that order."""
        subjects = tuple(_scored(self.scorecard, row) for row in self.in_order().to_pylist())
        return Outcome(subjects, self.ranked, tuple(self._means()), tuple(sorted(self.unsure)))

    def _means(self) -> Iterator[Decimal | None]:
        for number, one in enumerate(self.scorecard.indicators, 1):
            own = self.rows[f"points_{number}"].filter(pc.invert(self.rows[f"substituted_{number}"])).drop_null()
            mean = mean_of(own.to_pylist()) if one.missing is Missing.MEAN else None
            yield from_units(mean, self.scorecard.points)


def schema_of(scorecard: Scorecard) -> pa.Schema:
    """The columns of `ScoredTable.rows`."""
    whole, truth = pa.int64(), pa.bool_()
    columns = [("key", pa.string())]
    for number in range(1, len(scorecard.indicators) + 1):
        columns += [(f"value_{number}", whole), (f"points_{number}", whole), (f"substituted_{number}", truth)]
    columns += [(f"adjustment_{number}", whole) for number in range(1, len(scorecard.adjustments) + 1)]
    columns += [("total", whole), ("rank", whole), ("class", _CLASS), ("undecided", _CLASS)]
    return pa.schema([*columns, *((f"list_{number}", truth) for number in range(1, len(scorecard.lists) + 1))])


def with_class(scorecard: Scorecard, rows: pa.Table) -> pa.Table:
    """The rows with the names of classes for their numbers, counted from 0."""
    names, schema = pa.array([one.name for one in scorecard.bands], pa.string()), schema_of(scorecard)
    columns = [
        pa.chunked_array(
            [pa.DictionaryArray.from_arrays(chunk.cast(pa.int8()), names) for chunk in rows[name].chunks], _CLASS
        )
        if name in ("class", "undecided")
        else rows[name].cast(schema.field(name).type)
        for name in schema.names
    ]
    return pa.table(columns, schema)


def table_of(scorecard: Scorecard, outcome: Outcome) -> ScoredTable:
    """An outcome as a table."""
    schema = schema_of(scorecard)
    numbers = pa.schema([field.with_type(pa.int8()) if field.type == _CLASS else field for field in schema])
    rows = pa.Table.from_pylist([_row(scorecard, one) for one in outcome.subjects], numbers)
    return ScoredTable(scorecard, with_class(scorecard, rows), outcome.unsure)


def _row(scorecard: Scorecard, one: Scored) -> dict[str, object]:
    places = {band.name: place for place, band in enumerate(scorecard.bands)}
    row: dict[str, object] = {"key": one.key, "total": _whole(one.total, scorecard.digits), "rank": one.rank}
    row |= {"class": places.get(one.band or ""), "undecided": places.get(one.undecided or "")}
    for number, (indicator, mark) in enumerate(zip(scorecard.indicators, one.marks, strict=True), 1):
        row[f"value_{number}"] = _whole(mark.value, value_digits(indicator))
        row[f"points_{number}"] = _whole(mark.points, scorecard.points)
        row[f"substituted_{number}"] = mark.substituted
    for number, points in enumerate(one.adjustments, 1):
        row[f"adjustment_{number}"] = _whole(points, scorecard.points)
    return row | {f"list_{number}": listed for number, listed in enumerate(one.lists, 1)}


def _whole(value: Decimal | None, digits: int) -> int | None:
    return None if value is None else int(value.scaleb(digits))


def _scored(scorecard: Scorecard, row: dict[str, Any]) -> Scored:
    marks = tuple(
        Mark(
            from_units(row[f"value_{number}"], value_digits(one)),
            from_units(row[f"points_{number}"], scorecard.points),
            row[f"substituted_{number}"],
        )
        for number, one in enumerate(scorecard.indicators, 1)
    )
    return Scored(
        row["key"],
        marks,
        tuple(
            from_units(row[f"adjustment_{number}"], scorecard.points)
            for number in range(1, len(scorecard.adjustments) + 1)
        ),
        from_units(row["total"], scorecard.digits),
        row["rank"],
        row["class"],
        row["undecided"],
        tuple(row[f"list_{number}"] for number in range(1, len(scorecard.lists) + 1)),
    )
