"""The form of a row: a new one, a change, and both sides where somebody else was faster."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field
from tenglong.core.ledger.dates import read_date
from tenglong.core.ledger.values import clean
from tenglong.records.ledgers.registers import CannotSave, Kept, MovedOn, Register, Since, check_keep, get_register
from tenglong.records.people.rights import open_fields
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.screens.form import Input, as_texts, entered, inputs

from .card import card_url
from .cells import cells
from .lists import around, list_url


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, register: str) -> HttpResponse:
    """The empty form, or one filled from the address."""
    kind = get_register(register)
    check_keep(kind, request.user)
    fields = open_fields(request.user, kind.ledger.fields)
    if request.method == "GET":
        return _page(request, kind, entered(fields, request.GET))
    return _save(request, kind, None, entered(fields, request.POST))


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, register: str, row: str) -> HttpResponse:
    """What is known, to be changed: only what the person changed is written."""
    kind = get_register(register)
    kept = kind.get(request.user, row)
    check_keep(kind, request.user, region=kept.region_code or None)
    fields = open_fields(request.user, kind.ledger.fields)
    if request.method == "GET":
        return _page(request, kind, as_texts(fields, kept.values), kept=kept)
    texts = entered(fields, request.POST)
    was = {field.key: request.POST.get(f"was.{field.key}", "") for field in fields}
    return _save(request, kind, kept, {key: text for key, text in texts.items() if text != was[key]}, texts)


def _save(
    request: HttpRequest,
    kind: Register,
    kept: Kept | None,
    changed: Mapping[str, str],
    texts: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Write `changed`; `texts` are all that stood in the form."""
    version = request.POST.get("version", "")
    asked: dict[str, Any] = {"key": kept and kept.key, "version": int(version) if version.isdecimal() else None}
    around_again = {"kept": kept, "version": version}
    try:
        saved = kind.save(values=changed, since=_since(request), by=request.user, at=clock.now(), **asked)
    except MovedOn as moved:
        return _page(request, kind, {}, kept=moved.now, changed=changed, sentence=str(moved))
    except CannotSave as refusal:
        given = texts or changed
        return _page(request, kind, given, problems=refusal.problems, sentence=str(refusal), **around_again)
    except Refused as refusal:
        return _page(request, kind, texts or changed, sentence=str(refusal), **around_again)
    return redirect(card_url(kind.ledger.key, saved.key))


def _since(request: HttpRequest) -> Since | None:
    """From which day on the change holds; without one it puts right what was wrong."""
    text = request.POST.get("since.on", "")
    return Since(read_date(text), clean(request.POST.get("since.source", ""))) if text else None


def _page(
    request: HttpRequest,
    kind: Register,
    texts: Mapping[str, str],
    *,
    kept: Kept | None = None,
    version: str = "",
    changed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    sentence: str = "",
) -> HttpResponse:
    fields = open_fields(request.user, kind.ledger.fields)
    known = as_texts(fields, kept.values) if kept else {}
    if changed is not None:  # somebody was faster: what both changed is shown side by side, the rest is as it is now
        texts = {**known, **changed}
    context = around(request, kind) | {
        "kept": kept,
        "inputs": _beside(inputs(fields, texts, problems), kept),
        "was": [(f"was.{field.key}", known.get(field.key, "")) for field in fields] if kept else [],
        "version": version or (kept.version if kept else ""),
        "conflicts": _conflicts(fields, known, changed or {}),
        "turning": [field.label for field in fields if field.key in kind.turning] if kept else [],
        "since": (request.POST.get("since.on", ""), request.POST.get("since.source", "")),
        "today": clock.today(),
        "sentence": sentence,
        "back": card_url(kind.ledger.key, kept.key) if kept else list_url(kind.ledger.key),
    }
    return render(request, "web/registers/form.html", context, status=422 if sentence else 200)


def _beside(drawn: Iterable[Input], kept: Kept | None) -> list[Input]:
    """Beside the code of a reference the name of what it names now."""
    drawn = list(drawn)
    named = [one.field for one in drawn if one.field.refers_to] if kept else []
    told = {cell.field.key: cell.text for cell in cells(kept, named) if cell.said} if kept else {}
    return [replace(one, beside=(("现为", told[one.field.key]),)) if one.field.key in told else one for one in drawn]


def _conflicts(
    fields: tuple[Field, ...], now: Mapping[str, str], mine: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Label, how it stands now, what was entered."""
    return [
        (field.label, now.get(field.key, ""), mine[field.key])
        for field in fields
        if field.key in mine and mine[field.key] != now.get(field.key, "")
    ]
