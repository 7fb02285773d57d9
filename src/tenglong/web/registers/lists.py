"""All registers, and the list of one: filtered, sorted, its columns chosen, kept as a view, exported."""

from dataclasses import dataclass
from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.records.audit.reading import note
from tenglong.records.imports.round_trip import editable_workbook
from tenglong.records.ledgers.exporting import export_rows
from tenglong.records.ledgers.registers import Register, can_keep, get_register, list_registers
from tenglong.records.ledgers.views import drop_view, keep_view, list_views
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.masking import in_full
from tenglong.records.people.rights import By, can, is_inside
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import Tab
from tenglong.web.panels.columns import sorted_columns
from tenglong.workbooks import write_separated, write_table

from .asking import FORCE, Question, has_map, kept_words, question
from .cells import lines
from .paging import MOST_COUNTED, page_of

XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
NUMERIC = (Kind.NUMBER, Kind.WHOLE)
PHONE_COLUMNS = 3  # that a row shows on a phone
ALWAYS = 3  # filters that need no opening


@dataclass(frozen=True, slots=True)
class Shelf:
    """A register among all: how many of its rows the reader sees, counted to a limit."""

    label: str
    url: str
    count: int
    may_keep: bool

    @property
    def many(self) -> bool:
        return self.count > MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Group:
    """Registers that belong together: the loop's own, or those of a mechanism."""

    title: str
    shelves: tuple[Shelf, ...]


@signed_in
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """Every register of which one sees a row or may enter one."""
    titles = {mechanism.key: mechanism.title for mechanism in list_current()}
    found: dict[str, list[Shelf]] = {}
    for key in list_registers():
        shelf = _shelf(request.user, get_register(key))
        if shelf.count or shelf.may_keep:
            found.setdefault(titles.get(key.partition(".")[0], "登记簿") if "." in key else "登记簿", []).append(shelf)
    groups = [Group(title, tuple(shelves)) for title, shelves in found.items()]
    return render(request, "web/registers/all.html", {"groups": groups})


@signed_in
@require_GET
def rows(request: HttpRequest, register: str) -> HttpResponse:
    """The list."""
    kind = get_register(register)
    asks = question(request, kind, clock.today())
    columns, fields = _columns(request, asks)
    page = page_of(asks.found(request.user), request.GET.get("page"))
    asking = [one for one in asks.filters if one.field.key != kind.ledger.title or one.field.refers_to]
    short = [one for one in asking if one.shape == "choice"][:ALWAYS]
    more = [one for one in asking if one not in short]
    context = around(request, kind) | {
        "asks": asks,
        "page": page,
        "lines": lines(kind.ledger, page.object_list, fields, asks.today),
        "columns": columns,
        "chosen": {field.key for field in asks.columns},
        "short": short,
        "more": more,
        "more_given": sum(one.given for one in more),
        "force": FORCE if kind.ledger.valid_through else (),
        "lit": bool(kind.ledger.valid_from or kind.ledger.valid_through or asks.ended),
        "views": _views(request, register),
        "kept": kept_words(request.GET),
        "phone": PHONE_COLUMNS,
        "mapped": has_map(kind),
        "asks_reason": can(request.user, "export_personal") and any(field.personal for field in asks.columns),
    }
    return render(request, "web/registers/list.html", context)


@signed_in
@require_GET
def export(request: HttpRequest, register: str) -> HttpResponse:
    """Exactly the rows and the columns of the list, as a workbook or a csv.

    What tells of a person is left out, unless the right and a reason are given: a masked value would come back as one.
    A workbook to be edited remembers what each row was, so that an import takes only what was changed.
    """
    kind = get_register(register)
    asks = question(request, kind, clock.today())
    reason = asked.words(request, "reason")
    full = in_full(request.user, reason)
    fields = tuple(field for field in asks.columns if full or not field.personal)
    table = export_rows(asks.found(request.user, fields), fields)
    form = asked.chosen(request, "format", ("csv", "edit"))
    separated = form == "csv"
    if form == "edit":
        data = editable_workbook(register, table)
    else:
        data = (write_separated if separated else write_table)(table.headers, table.cells)
    secret = [field.key for field in fields if field.confidential or field.personal]
    note(by=request.user, at=clock.now(), kind=register, key="", fields=secret, reason=reason)
    name = f"{kind.ledger.label} {asks.today}.{'csv' if separated else 'xlsx'}"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=CSV if separated else XLSX)


@signed_in
@require_POST
def view(request: HttpRequest, register: str) -> HttpResponse:
    """Keep what the list asks for under a name, or drop a view."""
    kind = get_register(register)
    who = {"by": request.user, "at": clock.now()}
    if dropped := request.POST.get("drop", ""):
        drop_view(view_id=int(dropped) if dropped.isdecimal() else 0, **who)
        return redirect(list_url(register))
    words = request.POST.get("asked", "")
    name, shared = request.POST.get("name", ""), request.POST.get("shared") == "on"
    keep_view(register=kind.ledger.key, name=name, asked=words, shared=shared, **who)
    return redirect(f"{list_url(register)}?{words}")


def list_url(register: str) -> str:
    """The address of a register's list."""
    return reverse("register", args=[register])


def around(request: HttpRequest, kind: Register) -> dict[str, object]:
    """What every page of a register shows; those who see no row of it and may write none find nothing."""
    return {
        "register": kind,
        "ledger": kind.ledger,
        "key": kind.ledger.key,
        "may_keep": can_keep(kind, request.user),
        "inside": is_inside(request.user),
    }


def _shelf(by: By, kind: Register) -> Shelf:
    return Shelf(kind.ledger.label, list_url(kind.ledger.key), _count(by, kind), can_keep(kind, by))


def _count(by: By, kind: Register) -> int:
    try:
        return kind.find(by, on=clock.today() if kind.ledger.ended else None, keys=()).count(MOST_COUNTED + 1)
    except Refused:
        return 0


def _columns(request: HttpRequest, asks: Question) -> tuple[list[object], list[Field]]:
    """Headers and the fields below them: the title, the key, validity, then what was chosen."""
    ledger = asks.register.ledger
    title = next((field for field in asks.fields if field.key == ledger.title), None)
    fields = [field for field in asks.columns if field.key != ledger.title]
    headers = [(title.label if title else "名称", title.key if title and title.listed else "", False)]
    if ledger.valid_from or ledger.valid_through or asks.ended:
        headers.append(("有效性", ledger.valid_through, False))
    for field in fields:
        label = f"{field.label}（{field.unit}）" if field.unit else field.label
        headers.append((label, field.key if field.listed else "", field.kind in NUMERIC))
    return sorted_columns(request, headers, "")[0], fields


def _views(request: HttpRequest, register: str) -> list[tuple[Tab, object]]:
    asked_now = kept_words(request.GET)
    return [
        (Tab(one.name, f"{list_url(register)}?{one.asked}", one.asked == asked_now), one)
        for one in list_views(request.user, register)
    ]
