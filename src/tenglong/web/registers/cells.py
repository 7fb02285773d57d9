"""Values of rows as cells and facts: references by their titles, with the page of what they name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tenglong.core.ledger import Field, Kind, Ledger, show_value
from tenglong.core.lights import Light, Lit
from tenglong.records.ledgers.referents import titles_of
from tenglong.records.ledgers.registers import Kept
from tenglong.web.place import row_url
from tenglong.web.screens.cases import SHORT, TONES

from .asking import SOON_DAYS

_POINTING = (Kind.REFERENCE, Kind.REFERENCES)
_REGIONS = ("region_code", "region")  # fields that keep the code of a region
_SUBJECT, _SUBJECTS = "subject", ("enterprise", "parcel", "region")  # of figures, and the kinds that have a title


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
    titles = _titles(pair for row in rows for pair in _pairs(ledger, row, fields))
    return [
        Line(
            row.key,
            _title(ledger, row, titles),
            row_url(ledger.key, row.key) or _own_url(ledger, row),
            validity(ledger, row, today),
            tuple(_cell(field, row.values.get(field.key), titles) for field in fields),
        )
        for row in rows
    ]


def cells(row: Kept, fields: Sequence[Field]) -> list[Cell]:
    """All values of a row."""
    titles = _titles(pair for field in fields for pair in _named(field, row.values.get(field.key)))
    return [_cell(field, row.values.get(field.key), titles) for field in fields]


def title_of(ledger: Ledger, row: Kept) -> str:
    """The title of a row; where that is a reference, the title of what it names."""
    return _title(ledger, row, _titles(_pairs(ledger, row, ())))


def validity(ledger: Ledger, row: Kept, today: date) -> Lit | None:
    """Whether the row is in force, or over; None where its ledger does not say."""
    if _is_over(ledger, row, today):
        return Lit(Light.GREY, "已结束")
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


def _is_over(ledger: Ledger, row: Kept, today: date) -> bool:
    said = [value for key in ledger.ended if (value := row.values.get(key))]
    return any(value <= today if isinstance(value, date) else True for value in said)


def _own_url(ledger: Ledger, row: Kept) -> str:
    """The card of a row that others know by another key; empty where an address cannot hold its key."""
    return "" if "/" in row.key else reverse("register-card", args=[ledger.key, row.key])


def _titles(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    wanted: dict[str, set[str]] = {}
    for kind, key in pairs:
        wanted.setdefault(kind, set()).add(key)
    return {kind: titles_of(kind, keys) for kind, keys in wanted.items()}


def _pairs(ledger: Ledger, row: Kept, fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Kind and key of everything that the title and these fields name."""
    for field in ledger.fields:
        if field.key == ledger.title:
            yield from _named(field, row.title)
    for field in fields:
        yield from _named(field, row.values.get(field.key))


def _named(field: Field, value: Any) -> list[tuple[str, str]]:
    """Kind and key of each row that a value names: references, codes of regions, `enterprise:code` of a figure."""
    if not value:
        return []
    if field.kind in _POINTING and field.refers_to:
        return [(field.refers_to, key) for key in ([value] if isinstance(value, str) else value)]
    if field.kind is not Kind.TEXT:
        return []
    if field.key in _REGIONS:
        return [("region", value)]
    kind, _, key = value.partition(":") if field.key == _SUBJECT else ("", "", "")
    return [(kind, key)] if kind in _SUBJECTS and key else []


def _title(ledger: Ledger, row: Kept, titles: dict[str, dict[str, str]]) -> str:
    return next((titles[kind].get(key, key) for kind, key in _pairs(ledger, row, ())), row.title)


def _cell(field: Field, value: Any, titles: dict[str, dict[str, str]]) -> Cell:
    named = _named(field, value)
    if not named:
        text = show_value(field, value)
        return Cell(field, (Said(text),) if text else ())
    return Cell(field, tuple(Said(titles[kind].get(key, key), row_url(kind, key)) for kind, key in named))
