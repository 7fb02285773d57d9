"""Measures: the county's numbers for a period, what they were made of, the rows behind them."""

from fractions import Fraction

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from tenglong.core.measure import show_term
from tenglong.records.measures.book import open_book
from tenglong.records.measures.queries import Figure, GroupFigure, figure, open_term
from tenglong.reports.links import number_url, row_url

from . import clock
from .doors import answers, door
from .words import CannotAsk, Cell, Day, Most, Name, Start, Words, cells

router = Router(tags=["指标"])


class MeasureOut(Schema):
    """A number that is reported."""

    key: str = Field(examples=["cleanup.freed"])
    label: str
    unit: str
    station: str
    formula: str
    group: str | None = Field(description="按哪个字段分组")
    by_day: bool


class Measures(Schema):
    """All of them."""

    measures: list[MeasureOut]


class TermOut(Schema):
    """A term. `unknown` rows could not be told, `missing` had no value."""

    label: str
    shown: str
    unit: str
    rows: int
    unknown: int
    missing: int


class GroupOut(Schema):
    """The number of one group; `key` null: of the rows with nothing to group by."""

    key: str | None
    value: str | None
    shown: str


class FigureOut(MeasureOut):
    """A number. `value` is exact, a fraction where no decimal ends; null with the reason in `refused`."""

    value: str | None = Field(examples=["25.4", "1/3"])
    shown: str
    span: str
    refused: str
    terms: list[TermOut]
    groups: list[GroupOut]
    page: str


class Behind(Schema):
    """A row behind a number: what was taken of it, and where it is written."""

    key: str
    taken: str
    origin: str
    page: str
    values: dict[str, Cell]


class Opened(Schema):
    """The rows behind a term."""

    over: str
    term: str
    count: int
    unknown: int
    rows: list[Behind]


class Span(Schema):
    """A period, or a day; with neither everything up to today."""

    period: Words = Field("", examples=["2026Q2"], description="2026、2026H1、2026Q2、2026-06")
    on: Day | None = None


class AskedRows(Span):
    """Which rows of a number."""

    term: Words = Field("", description="哪个分项；不写是第一个")
    group: Name = Field("", description="只要这一组的")
    start: Start = 0
    most: Most = 50


@router.get("/measures", **door("read"), response=answers(Measures), summary="列出指标")
def measures(request: HttpRequest) -> object:
    """各机制声明的指标和公式。"""
    return Measures(measures=[MeasureOut(**_about(one)) for one in open_book(request.auth).measures.values()])


@router.get("/measures/{key}", **door("read"), response=answers(FigureOut), summary="一个指标的数")
def measure(request: HttpRequest, key: Words, span: Query[Span]) -> object:
    """您数据范围内的数；不该算的给出原因。"""
    found = figure(key, by=request.auth, **_span(span))
    return FigureOut(
        **_about(found.measure),
        value=_exact(found.value),
        shown=found.shown,
        span=found.span.label,
        refused=found.refused,
        terms=[_term(one) for one in found.terms],
        groups=[_group(one) for one in found.groups],
        page=number_url(found.key, found.span),
    )


@router.get("/measures/{key}/rows", **door("read", "open_rows"), response=answers(Opened), summary="数后面的行")
def behind(request: HttpRequest, key: Words, asked: Query[AskedRows]) -> object:
    """一个分项是由哪些行得来的，每行取了多少、写在哪里。"""
    label = asked.term or _first_term(figure(key, by=request.auth, **_span(asked)))
    found = open_term(
        key,
        label,
        by=request.auth,
        group=asked.group or None,
        start=asked.start,
        most=asked.most,
        **_span(asked),
    )
    keys = [field.key for field in found.columns]
    rows = [
        Behind(
            key=row.key,
            taken=show_term(row.taken),
            origin=row.origin,
            page=row_url(found.ledger, row.key),
            values=cells(found.columns, dict(zip(keys, row.values, strict=True))),
        )
        for row in found.rows
    ]
    return Opened(over=found.ledger, term=label, count=found.count, unknown=found.unknown, rows=rows)


def _span(asked: Span) -> dict[str, object]:
    if asked.period and asked.on:
        raise CannotAsk("不能算：period 和 on 只能写一个。")
    return {"period": asked.period} if asked.period else {"period": None, "on": asked.on or clock.today()}


def _about(measure: object) -> dict[str, object]:
    alike = ("key", "label", "unit", "station", "formula", "group", "by_day")
    return {name: getattr(measure, name) for name in alike}


def _first_term(found: Figure) -> str:
    if not found.terms:
        raise CannotAsk(f"“{found.label}”没有分项，打不开。请看它的公式。")
    return found.terms[0].label


def _term(one: object) -> TermOut:
    return TermOut(**{name: getattr(one, name) for name in ("label", "shown", "unit", "rows", "unknown", "missing")})


def _group(one: GroupFigure) -> GroupOut:
    return GroupOut(key=one.key, value=_exact(one.value), shown=one.shown)


def _exact(value: Fraction | None) -> str | None:
    """A decimal where it ends, else a fraction."""
    if value is None:
        return None
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    digits = next(digits for digits in range(200) if 10**digits % value.denominator == 0)
    whole = str(abs(value.numerator) * 10**digits // value.denominator).zfill(digits + 1)
    sign = "-" if value < 0 else ""
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)
