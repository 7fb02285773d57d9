"""Values of rows as cells and facts: references by their titles, with the page of what they name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.core.ledger import Field, Kind, Ledger, show_value
from tenglong.core.lights import Light, Lit
from tenglong.records.ledgers.referents import titles_of
from tenglong.records.ledgers.registers import Kept
from tenglong.web.place import row_url
from tenglong.web.screens.cases import SHORT, TONES

from .asking import SOON_DAYS

_POINTING = (Kind.REFERENCE, Kind.REFERENCES)
_REGIONS = ("region_code", "region")  # fields that keep the code of a region


@dataclass(frozen=True, slots=True)
class Said:
    """One text with the page it leads to, empty for none."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row; several texts only of a list of references."""

    field: Field
    said: tuple[Said, ...]

    @property
    def tone(self) -> str:
        return TONES.get(self.field.kind, SHORT)

    @property
    def text(self) -> str:
        return "、".join(one.text for one in self.said)


@dataclass(frozen=True, slots=True)
class Line:
    """A row in a list."""

    key: str
    title: str
    url: str
    lit: Lit | None
    cells: tuple[Cell, ...]


def lines(ledger: Ledger, rows: Sequence[Kept], fields: Sequence[Field], today: date) -> list[Line]:
    """Rows as lines, with one look at each kind that they refer to."""
    titles = _titles(rows, fields)
    return [
        Line(
            row.key,
            row.title,
            row_url(ledger.key, row.key),
            validity(ledger, row, today),
            tuple(_cell(field, row.values.get(field.key), titles) for field in fields),
        )
        for row in rows
    ]


def cells(row: Kept, fields: Sequence[Field]) -> list[Cell]:
    """All values of a row."""
    titles = _titles([row], fields)
    return [_cell(field, row.values.get(field.key), titles) for field in fields]


def validity(ledger: Ledger, row: Kept, today: date) -> Lit | None:
    """Whether the row is in force; None where its ledger does not say."""
    if not ledger.valid_from and not ledger.valid_through:
        return None
    begins, ends = row.values.get(ledger.valid_from), row.values.get(ledger.valid_through)
    if begins and begins > today:
        return Lit(Light.GREY, f"{begins} 起")
    if ends is None:
        return Lit(Light.GREEN, "有效")
    left = (ends - today).days
    if left < 0:
        return Lit(Light.RED, f"过期 {-left} 天")
    return Lit(Light.YELLOW, f"还有 {left} 天") if left <= SOON_DAYS else Lit(Light.GREEN, "有效")


def _titles(rows: Iterable[Kept], fields: Iterable[Field]) -> dict[str, dict[str, str]]:
    wanted: dict[str, set[str]] = {}
    for field in fields:
        if kind := _named(field):
            wanted.setdefault(kind, set()).update(key for row in rows for key in _keys(row, field))
    return {kind: titles_of(kind, keys) for kind, keys in wanted.items() if keys}


def _named(field: Field) -> str:
    """The kind of row whose key the field keeps; empty for none."""
    if field.kind in _POINTING:
        return field.refers_to or ""
    return "region" if field.key in _REGIONS and field.kind is Kind.TEXT else ""


def _keys(row: Kept, field: Field) -> list[str]:
    value = row.values.get(field.key)
    return [value] if isinstance(value, str) else list(value or ())


def _cell(field: Field, value: Any, titles: dict[str, dict[str, str]]) -> Cell:
    kind = _named(field)
    if not kind or not value:
        text = show_value(field, value)
        return Cell(field, (Said(text),) if text else ())
    known = titles.get(kind, {})
    keys = [value] if isinstance(value, str) else value
    return Cell(field, tuple(Said(known.get(key, key), row_url(kind, key)) for key in keys))
