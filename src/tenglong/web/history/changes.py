"""The history for who may read the audit: change-sets by day, person and action; one with its rows; an export."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.errors import Refused
from tenglong.records.audit import reading
from tenglong.records.ledgers.history import (
    ROWS_A_PAGE,
    Asked,
    Listed,
    each_change,
    get_change_set,
    in_words,
    list_actions,
    list_change_sets,
    list_readings,
    rows_of,
)
from tenglong.web import asked as address
from tenglong.web import clock
from tenglong.web.doors import needs
from tenglong.web.frame import Tab
from tenglong.workbooks import write_separated

from .words import VERBS, action_word, history_url, kind_word

MOST_EXPORTED = 100_000
EARLIEST = date(1900, 1, 1)


class CannotExport(Refused):
    """More was asked for than one file holds."""


@needs("audit")
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Change-sets, the newest first."""
    asked = asked_of(request)
    found = list_change_sets(request.user, asked, before=number_of(request, "before"))
    context = {
        "rows": [(one, action_word(one.change_set.action)) for one in found],
        "older": found[-1].change_set.pk if len(found) == ROWS_A_PAGE else None,
        "asked": asked,
        "actions": sorted(((one, action_word(one)) for one in list_actions()), key=lambda pair: pair[1]),
        "tabs": tabs("changes"),
    }
    return render(request, "web/history/changes.html", context)


@needs("audit")
@require_GET
def change_set(request: HttpRequest, number: int) -> HttpResponse:
    """One action, or one long write, with the rows that it changed."""
    listed = get_change_set(request.user, number)
    rows = rows_of(request.user, listed, after=number_of(request, "after") or 0)
    told = in_words(request.user, rows)
    _note(request, listed, any(line.personal for one in told for line in one.lines))
    context = {
        "listed": listed,
        "action": action_word(listed.change_set.action),
        "rows": [(one, kind_word(one.kind), VERBS[one.verb], history_url(one.kind, one.key)) for one in told],
        "next": rows[-1].pk if len(rows) == ROWS_A_PAGE else None,
    }
    return render(request, "web/history/change_set.html", context)


@needs("audit")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """What is asked for as a csv, value by value; what tells of a person is left out."""
    asked = asked_of(request)
    changes = list(each_change(request.user, asked)[: MOST_EXPORTED + 1])
    if len(changes) > MOST_EXPORTED:
        raise CannotExport(f"没有导出：超过 {MOST_EXPORTED:,} 行。请把日期范围选小一些，分几次导出。")
    reading.note(by=request.user, at=clock.now(), kind="audit", key="", fields=("变更历史",), rows=len(changes))
    rows = (
        (
            f"{told.change_set.at.astimezone(clock.now().tzinfo):%Y-%m-%d %H:%M:%S}",
            told.change_set.by,
            told.change_set.origin,
            told.change_set.summary,
            kind_word(told.kind),
            told.key,
            VERBS[told.verb],
            line.label,
            line.before,
            line.after,
        )
        for told in in_words(request.user, changes, masked=True)
        for line in told.lines
    )
    headers = ("时间", "谁", "从哪里", "做了什么", "种类", "哪一行", "怎样", "字段", "原值", "新值")
    answer = HttpResponse(write_separated(headers, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="history-{clock.today()}.csv"'
    return answer


@needs("audit")
@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Who saw what is confidential or personal."""
    asked = asked_of(request)
    found = list_readings(request.user, asked, before=number_of(request, "before"))
    context = {
        "rows": [(one, kind_word(one.kind)) for one in found],
        "older": found[-1].pk if len(found) == ROWS_A_PAGE else None,
        "asked": asked,
        "tabs": tabs("readings"),
    }
    return render(request, "web/history/readings.html", context)


def asked_of(request: HttpRequest) -> Asked:
    """The filters in the address."""
    since, until = (address.day(request, name, EARLIEST) for name in ("since", "until"))
    return Asked(
        since=None if since == EARLIEST else since,
        until=None if until == EARLIEST else until,
        actor=address.words(request, "by"),
        action=address.words(request, "action"),
    )


def number_of(request: HttpRequest, name: str) -> int | None:
    """A number in the address; anything else counts as not asked."""
    text = address.words(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def tabs(here: str) -> list[Tab]:
    """The pages of the audit."""
    pages = (("changes", "变更历史"), ("readings", "阅读记录"))
    return [Tab(label, reverse(name), name == here) for name, label in pages]


def _note(request: HttpRequest, listed: Listed, personal: bool) -> None:
    if personal:
        told = {"kind": "audit", "key": str(listed.change_set.pk), "fields": ("个人信息",)}
        reading.note(by=request.user, at=clock.now(), **told)
