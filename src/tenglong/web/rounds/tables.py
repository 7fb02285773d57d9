"""The outward tables of a round, why two tell a figure differently, and what was frozen; each as a page or a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.core.collection import Column, Gathered, say
from tenglong.records.cases.queries import list_cases
from tenglong.records.people.rights import open_fields
from tenglong.records.rounds.freezing import kept_tables, shown_kept
from tenglong.records.rounds.queries import get_frozen, get_round, list_frozen
from tenglong.records.rounds.spec import period_of_round, spec_of
from tenglong.records.rounds.tables import (
    NoSuchTable,
    bridge_between,
    check_may_read,
    draw_tables,
    may_read,
    table_of,
    tables_telling,
)
from tenglong.reports.outward import write_outward
from tenglong.web import asked, clock
from tenglong.web.doors import needs
from tenglong.web.place import case_url

from .files import workbook_file


@needs("open_rows")
@require_GET
def table(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One outward table over what is signed now, with what it leaves out and why."""
    found = get_round(request.user, pk)
    spec, newest = spec_of(found), list_frozen(found).first()
    check_may_read(request.user, spec, table_of(spec, key))
    drawn, urls = draw_tables(found)[key], _answers(request, found)
    context = {
        "round": found,
        "spec": spec,
        "period": period_of_round(found),
        "drawn": drawn,
        "table": drawn.table,
        "columns": [(column, total is not None) for column, total in _columns(drawn.gathered)],
        "lines": [
            (_cells(drawn.gathered, line.values), urls.get(line.answer.key, "")) for line in drawn.gathered.lines
        ],
        "left_out": [(line, urls.get(line.answer.key, "")) for line in drawn.gathered.left_out],
        "totals": [
            ("" if total is None else say(column, total), total is not None)
            for column, total in _columns(drawn.gathered)
        ],
        "newest": newest,
        "same": newest is not None and newest.tables.get(key) == kept_tables({key: drawn})[key],
    }
    return render(request, "web/rounds/table.html", context)


@needs("open_rows")
@require_GET
def workbook(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The table as a workbook: as frozen (`frozen` is the number of the freezing), else as a draft of now."""
    found = get_round(request.user, pk)
    check_may_read(request.user, spec_of(found), table_of(spec_of(found), key))
    label = period_of_round(found).label
    number = asked.words(request, "frozen")
    if number.isdecimal():
        kept = get_frozen(found, int(number))
        if key not in kept.tables:
            raise NoSuchTable(f"第 {number} 次定案里没有这张表。请从这一期的页面进入。")
        told, note = kept.tables[key], f"第 {kept.number} 次定案，{kept.by}，校验码 {kept.sha256[:16]}"
    else:
        told, note = kept_tables(draw_tables(found))[key], f"未定案，{clock.now():%Y-%m-%d %H:%M} 时的数"
    title = f"{told['label']}（{label}）"
    return workbook_file(write_outward(told, title, [note]), title)


@needs("open_rows")
@require_GET
def scopes(request: HttpRequest, pk: int) -> HttpResponse:
    """Why two tables tell the same figure differently, row by row."""
    found = get_round(request.user, pk)
    spec, drawn = spec_of(found), draw_tables(found)
    figures = {key: label for key, label in spec.collection.figures.items() if len(tables_telling(spec, key)) > 1}
    figure = asked.chosen(request, "figure", figures, next(iter(figures), ""))
    telling = {
        key: drawn[key].table.label
        for key in tables_telling(spec, figure)
        if may_read(request.user, spec, drawn[key].table)
    }
    if len(telling) < 2:  # it takes two to differ
        raise NoSuchTable("没有两张您能看的表报同一项指标，比不了口径。请向组织填报的单位要。")
    left = asked.chosen(request, "left", telling, next(iter(telling)))
    right = asked.chosen(request, "right", telling, next(key for key in telling if key != left))
    urls, found_bridge = _answers(request, found), bridge_between(spec, drawn, figure, left, right)
    context = {
        "round": found,
        "spec": spec,
        "period": period_of_round(found),
        "figures": list(figures.items()),
        "figure": figure,
        "label": figures[figure],
        "telling": list(telling.items()),
        "left": (ours := _side(drawn[left].gathered, figure)),
        "right": (theirs := _side(drawn[right].gathered, figure)),
        "sides": (ours, theirs),
        "bridge": found_bridge,
        "rows": [(row, urls.get(row.key, "")) for row in found_bridge.rows],
        "carries": sum(row.carries for row in found_bridge.rows),
    }
    return render(request, "web/rounds/scopes.html", context)


@needs("open_rows")
@require_GET
def frozen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a round came to when it was frozen, and what had moved since the time before."""
    found = get_round(request.user, pk)
    spec, kept = spec_of(found), get_frozen(found, number)
    fields = open_fields(request.user, spec.filled)
    labels = {field.label for field in fields}
    urls = _answers(request, found)
    opens = [key for key, one in spec.collection.tables.items() if may_read(request.user, spec, one)]
    context = {
        "round": found,
        "spec": spec,
        "period": period_of_round(found),
        "kept": kept,
        "values": [
            (one, urls.get(one["addressee"], "")) for one in kept.moved.get("values", []) if one["label"] in labels
        ],
        "totals": [one for one in kept.moved.get("totals", []) if one["table"] in opens],
        "tables": [(key, kept.tables[key], _said(kept.tables[key])) for key in opens if key in kept.tables],
        "fields": fields,
        "rows": [
            (
                row,
                [(field, shown_kept(field, row["values"].get(field.key))) for field in fields],
                urls.get(row["addressee"], ""),
            )
            for row in kept.rows
        ],
    }
    return render(request, "web/rounds/frozen.html", context)


def _answers(request: HttpRequest, found: Any) -> dict[str, str]:
    """Where the answer of an addressee opens, by its key; those that the reader may not see are not in it."""
    spec, numbers = spec_of(found), dict(found.asked.values_list("number", "addressee"))
    seen = list_cases(request.user, procedure=spec.collection.procedure).filter(number__in=list(numbers))
    return {numbers[one]: case_url(spec.collection.procedure, one) for one in seen.values_list("number", flat=True)}


def _columns(gathered: Gathered) -> list[tuple[Column, Any]]:
    return list(zip(gathered.table.columns, gathered.totals, strict=True))


def _cells(gathered: Gathered, values: tuple[Any, ...]) -> list[tuple[str, bool]]:
    told = zip(_columns(gathered), values, strict=True)
    return [(say(column, value), total is not None) for (column, total), value in told]


def _side(gathered: Gathered, figure: str) -> dict[str, Any]:
    """One of the two tables: its key, what it takes and what it says in its own unit."""
    column, total = next((one, total) for one, total in _columns(gathered) if one.figure == figure)
    return {"table": gathered.table, "column": column, "said": say(column, total)}


def _said(one: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label, said) for label, said in zip(one["columns"], one["said"], strict=True) if said is not None]
