"""Numbers as cards: what it is, what it is made of, of which period, against which target."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tenglong.core.lights import Lit
from tenglong.records.measures.queries import Figure, list_newest
from tenglong.records.people.rights import By, is_inside
from tenglong.web.place import number_url

RATIO = ("分子", "分母")


@dataclass(frozen=True, slots=True)
class Card:
    """A number; `url` opens it for the same period."""

    label: str
    value: str
    unit: str
    made_of: str
    span: str
    period: bool
    refused: str
    assumes: str
    lit: Lit | None
    url: str


def cards_of_today(by: By, on: date) -> list[Card]:
    """The numbers of 今日; none where the person sees no row that any of them counts."""
    cards = [card_of(one) for one in list_newest(by, on=on)]
    return cards if is_inside(by) else [replace(card, lit=None) for card in cards]  # a target is the county's


def card_of(figure: Figure) -> Card:
    """One number as a card."""
    return Card(
        label=figure.label,
        value=figure.shown,
        unit=figure.unit,
        made_of=figure.refused or made_of(figure),
        span=figure.span.label,
        period=figure.span.period is not None,
        refused=figure.refused,
        assumes=figure.assumes,
        lit=figure.lit if not figure.refused else None,
        url=number_url(figure.key, figure.span),
    )


def made_of(figure: Figure) -> str:
    """Numerator ÷ denominator, or the terms by name."""
    if not any(term.rows for term in figure.terms):
        return "还没有记录"
    if tuple(term.label for term in figure.terms) == RATIO:
        return " ÷ ".join(_with_unit(term.shown, term.unit) for term in figure.terms)
    if len(figure.terms) == 1:
        return f"{figure.terms[0].rows:,} 条记录"
    return "，".join(f"{term.label} {_with_unit(term.shown, term.unit)}" for term in figure.terms)


def by_station(figures: Iterable[Figure]) -> dict[str, list[Card]]:
    """Cards under the station they belong to."""
    found: dict[str, list[Card]] = {}
    for figure in figures:
        found.setdefault(figure.measure.station or "其他", []).append(card_of(figure))
    return found


def _with_unit(shown: str, unit: str) -> str:
    return f"{shown} {unit}" if unit else shown
