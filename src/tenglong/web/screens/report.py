"""Reports on the screen and as files, and the documents of a case."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.measure import Period
from tenglong.core.report.model import Report
from tenglong.core.report.paper import Basis, Paper
from tenglong.core.report.periods import newest_periods, period_asked
from tenglong.records.mechanisms.queries import current
from tenglong.records.people.rights import By
from tenglong.reports import draw_document, draw_report, get_report, list_reports, write_word, write_workbook
from tenglong.web import asked, clock
from tenglong.web.doors import needs
from tenglong.web.frame import tabs

STATION = "评价"
OFFERED = {"month": 24, "quarter": 8, "half": 6, "year": 5}  # how many periods can be chosen, by how long they are
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("open_rows")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Every report, with the newest period that is over."""
    found = [
        {
            "report": one,
            "mechanism": current(one.key.partition(".")[0]).title,
            "url": report_url("report", one.key),
            "newest": newest_over(one, clock.today()).label,
            "audiences": "、".join(audience.label for audience in one.audiences),
        }
        for one in list_reports()
    ]
    return render(request, "web/reports.html", {"station": STATION, "tabs": tabs(STATION, "reports"), "reports": found})


@needs("open_rows")
@require_GET
def report(request: HttpRequest, mechanism: str, report: str) -> HttpResponse:
    """One report for a period and an audience; every figure leads to its page."""
    found = get_report(f"{mechanism}.{report}")
    paper, period, audience = _drawn(request, found)
    context = {
        "station": STATION,
        "tabs": tabs(STATION, "reports"),
        "report": found,
        "paper": paper,
        "parts": [(type(part).__name__, part) for part in paper.parts],
        "bases": by_measure(paper.bases),
        "period": period,
        "audience": audience,
        "periods": _periods(found, period),
        "word": report_url("report-word", found.key),
        "workbook": report_url("report-workbook", found.key),
    }
    return render(request, "web/report.html", context)


@needs("open_rows")
@require_GET
def word(request: HttpRequest, mechanism: str, report: str) -> HttpResponse:
    """The report as a Word file."""
    paper, *_ = _drawn(request, get_report(f"{mechanism}.{report}"))
    return _file(write_word(paper, settings.ADDRESS), WORD, f"{paper.name}.docx")


@needs("open_rows")
@require_GET
def workbook(request: HttpRequest, mechanism: str, report: str) -> HttpResponse:
    """The report as a workbook, with the rows behind its figures."""
    paper, *_ = _drawn(request, get_report(f"{mechanism}.{report}"))
    return _file(write_workbook(paper, settings.ADDRESS, request.user), WORKBOOK, f"{paper.name}.xlsx")


@needs("open_rows")
@require_GET
def document(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A document of a case as a Word file."""
    paper = draw_document(key, number=number, by=request.user, at=clock.now())
    return _file(write_word(paper, settings.ADDRESS), WORD, f"{paper.name}.docx")


def _periods(report: Report, asked_for: str) -> list[Period]:
    """The periods to choose from, the one asked for among them."""
    newest = newest_periods(report.every, clock.today(), OFFERED[report.every])
    own = period_asked(report, asked_for)
    return newest if own in newest else [own, *newest]


def report_url(name: str, key: str) -> str:
    """The address of a screen of a report."""
    return reverse(name, args=key.split(".", 1))


def newest_over(report: Report, on: date) -> Period:
    """The newest period of the report that is over: the one to be written."""
    return next(one for one in newest_periods(report.every, on, 2) if one.until <= on)


def by_measure(bases: Iterable[Basis]) -> list[list[Basis]]:
    """The figures of each measure together."""
    found: dict[str, list[Basis]] = {}
    for basis in bases:
        found.setdefault(basis.measure, []).append(basis)
    return list(found.values())


def _drawn(request: HttpRequest, report: Report) -> tuple[Paper, str, str]:
    """The report for the period and audience asked for; without a period for the newest that is over."""
    period = asked.words(request, "period") or newest_over(report, clock.today()).text
    audience = asked.words(request, "for") or report.audiences[0].key
    by: By = request.user
    return draw_report(report.key, period=period, audience=audience, by=by, on=clock.today()), period, audience


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be saved under that name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)
