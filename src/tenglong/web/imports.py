"""The import centre: hand a file in, see every verdict, decide, write, take back. Long work is done by jobs."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.geo import Datum
from tenglong.jobs.queue import enqueue
from tenglong.records.imports import actions
from tenglong.records.imports.importers import find_importer, list_importers
from tenglong.records.imports.marked import marked as marked_copy
from tenglong.records.imports.queries import get_batch, list_batches

from . import asked, clock
from .batch import COLUMN, VERDICTS, WORD, draw, under_way
from .doors import needs

LIGHTS = {"staged": "yellow", "mapping": "yellow", "reading": "yellow", "applying": "yellow", "applied": "green"}
_DEGREES = re.compile(r"[0-9]{2,3}")
DECISIONS = ("keep", "force")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("import")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The batches so far, and the form that hands in a new one: it is checked first, nothing is written."""
    sentence, chosen = "", request.POST.get("kind") or request.GET.get("kind", "")
    if request.method == "POST":
        uploaded = request.FILES.get("file")
        try:
            if uploaded is None:
                raise asked.CannotShow("没有检查：没有选文件。请选一个 xlsx、xls、csv 或 GeoJSON 文件。")
            name = uploaded.name[:200]
            received = actions.receive(
                kind=chosen, data=uploaded.read(), name=name, by=request.user, at=clock.now(), **_drawn(request)
            )
        except Refused as refusal:
            sentence = str(refusal)
        else:
            return _set_going(request, received.pk)
    page = asked.page_of(request, list_batches(request.user))
    labels = {batch.kind: found.label if (found := find_importer(batch.kind)) else batch.kind for batch in page}
    context = {
        "page": page,
        "rows": [(batch, labels[batch.kind], LIGHTS.get(batch.status, "")) for batch in page],
        "kinds": [(kind.key, kind.label, kind.drawn) for kind in list_importers(request.user)],
        "datums": [(datum.name, datum.value) for datum in Datum],
        "datum": request.POST.get("datum", ""),
        "chosen": chosen,
        "sentence": sentence,
    }
    return render(request, "web/imports.html", context, status=422 if sentence else 200)


def _drawn(request: HttpRequest) -> dict[str, Any]:
    """What the coordinates are said to be in."""
    meridian = request.POST.get("meridian", "")
    return {"datum": request.POST.get("datum", ""), "meridian": int(meridian) if _DEGREES.fullmatch(meridian) else None}


@needs("import")
@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch, verdict by verdict."""
    return draw(request, batch_id)


@needs("import")
@require_GET
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far the work on a batch is; when it is done the whole page is drawn anew."""
    found = get_batch(request.user, batch_id)
    if not under_way(found) or found.sentence:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/progress.html", {"batch": found})


@needs("import")
@require_POST
def apply(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Write what was staged: the kinds of verdict that were ticked, or all."""
    verdicts = [verdict for verdict in request.POST.getlist("verdict") if verdict in VERDICTS]
    return _done(
        request,
        batch_id,
        lambda: actions.begin_apply(batch_id=batch_id, verdicts=verdicts, by=request.user, at=clock.now()),
    )


@needs("import")
@require_POST
def go_on(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Go on with what stopped half way."""
    return _done(request, batch_id, lambda: get_batch(request.user, batch_id))


@needs("import")
@require_POST
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Decide one row, `one` is its number and the way, or `all` rows of a verdict."""
    number, _, way = request.POST.get("one", "").partition("|")
    verdict = request.POST.get("verdict", "") if "all" in request.POST else ""
    chosen = {"verdict": verdict, "way": request.POST.get("all", "")} if verdict else {"way": way}
    if not verdict:
        chosen["numbers"] = [int(number)] if number.isdecimal() and len(number) < 9 else []

    def act() -> object:
        return actions.decide_rows(batch_id=batch_id, by=request.user, at=clock.now(), **chosen)

    return _done(request, batch_id, act, queue=False)


@needs("import")
@require_POST
def words(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say what columns and words mean; the file is read anew."""
    found = get_batch(request.user, batch_id)
    columns = {
        header: request.POST[f"{COLUMN}{place}"]
        for place, (header, key) in enumerate(found.meanings.items())
        if request.POST.get(f"{COLUMN}{place}", key) != key
    }
    told = {
        (key, word): meaning
        for place, (key, word, _) in enumerate(found.unknown)
        if (meaning := request.POST.get(f"{WORD}{place}"))
    }
    return _done(
        request,
        batch_id,
        lambda: actions.tell_words(batch_id=batch_id, columns=columns, words=told, by=request.user, at=clock.now()),
    )


@needs("import")
@require_POST
def drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give a staged batch up."""

    def act() -> object:
        return actions.drop(batch_id=batch_id, by=request.user, at=clock.now())

    return _done(request, batch_id, act, queue=False)


@needs("undo_import")
@require_POST
def take_back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Undo; what was edited since is shown to be decided."""
    decision = request.POST.get("conflicts", "")
    decided = decision if decision in DECISIONS else None
    return _done(
        request,
        batch_id,
        lambda: actions.begin_undo(batch_id=batch_id, by=request.user, at=clock.now(), conflicts=decided),
    )


@needs("import")
@require_GET
def marked(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The workbook with a verdict and a reason beside each row."""
    found = get_batch(request.user, batch_id)
    name = found.file_name.rpartition(".")[0] or found.file_name
    copy = BytesIO(marked_copy(found))
    return FileResponse(copy, as_attachment=True, filename=f"{name}（标注）.xlsx", content_type=XLSX)


def _done(request: HttpRequest, batch_id: int, act: Callable[[], object], *, queue: bool = True) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return draw(request, batch_id, str(refusal))
    return _set_going(request, batch_id) if queue else _back(request, batch_id)


def _set_going(request: HttpRequest, batch_id: int) -> HttpResponse:
    enqueue("imports.go_on", by=request.user.login, at=clock.now(), batch_id=batch_id)
    return redirect("batch", batch_id)


def _back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """To the verdict and page where the person was."""
    answer = redirect("batch", batch_id)
    if request.GET:
        answer["Location"] += f"?{request.GET.urlencode()}"
    return answer
