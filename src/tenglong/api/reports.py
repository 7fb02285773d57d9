"""Reports: their figures with where each comes from, and their tables."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from tenglong.core.report.paper import Basis, Table, words_of
from tenglong.core.report.periods import newest_periods
from tenglong.reports import draw_report, get_report, list_reports

from . import clock
from .doors import answers, door
from .words import Words

router = Router(tags=["报告"])


class AudienceOut(Schema):
    """Who a report is for."""

    key: str
    label: str


class ReportOut(Schema):
    """A report that can be drawn. `every`: month quarter half year."""

    key: str = Field(examples=["briefing.monthly"])
    label: str
    every: str
    audiences: list[AudienceOut]


class Reports(Schema):
    """All of them."""

    reports: list[ReportOut]


class ReportFigure(Schema):
    """A figure of the report with where it comes from (口径)."""

    measure: str
    label: str
    shown: str
    unit: str
    span: str
    formula: str
    remarks: list[str]
    page: str


class TableOut(Schema):
    """A table as it is set; a short row's last cell reaches to the end."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


class Drawn(Schema):
    """A report drawn for a period and an audience. `scope`: whose rows were counted."""

    key: str
    title: str
    period: str
    scope: str
    words: str
    figures: list[ReportFigure]
    tables: list[TableOut]


class Asked(Schema):
    """Without a period the newest that is over."""

    period: Words = Field("", examples=["2026-06"])
    audience: Words = Field("", description="给谁看的；不写是第一种")


@router.get("/reports", **door("read", "open_rows"), response=answers(Reports), summary="列出报告")
def reports(request: HttpRequest) -> object:  # noqa: ARG001  every reader may draw each, over what they see
    """各机制的报告。"""
    found = [
        ReportOut(
            key=one.key,
            label=one.label,
            every=one.every,
            audiences=[AudienceOut(key=who.key, label=who.label) for who in one.audiences],
        )
        for one in list_reports()
    ]
    return Reports(reports=found)


@router.get("/reports/{key}", **door("read", "open_rows"), response=answers(Drawn), summary="一份报告的数")
def report(request: HttpRequest, key: Words, asked: Query[Asked]) -> object:
    """报告里的每个数、口径和各张表，以您看得到的行计算。"""
    found, today = get_report(key), clock.today()
    period = asked.period or next(one for one in newest_periods(found.every, today, 2) if one.until <= today).text
    paper = draw_report(key, period=period, audience=asked.audience, by=request.auth, on=today)
    return Drawn(
        key=key,
        title=paper.name,
        period=period,
        scope=paper.scope,
        words=words_of(paper),
        figures=[_figure(one) for one in paper.bases],
        tables=[_table(one) for one in paper.tables],
    )


def _figure(one: Basis) -> ReportFigure:
    told = {name: getattr(one, name) for name in ("measure", "label", "shown", "unit", "span", "formula")}
    return ReportFigure(**told, remarks=list(one.remarks), page=one.path)


def _table(one: Table) -> TableOut:
    rows = [[said.text for said in row] for row in one.rows]
    return TableOut(caption=one.caption, heads=[head.text for head in one.heads], rows=rows)
