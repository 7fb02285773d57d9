"""The import centre: hand a file in, see every verdict, write, take back."""

from collections.abc import Callable
from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.records.imports import actions
from tenglong.records.imports.importer import Conflict
from tenglong.records.imports.importers import get_importer, list_importers
from tenglong.records.imports.marked import marked as marked_copy
from tenglong.records.imports.queries import changes_in, counts, get_batch, list_batches, list_rows, reasons
from tenglong.records.imports.actions import undo
from tenglong.records.people.rights import can

from . import asked, clock
from .doors import needs
from .frame import Tab

VERDICTS = {"new": "新增", "changed": "变更", "unchanged": "无变化", "refused": "退回"}
LIGHTS = {"staged": "yellow", "applied": "green"}
DECISIONS = ("keep", "force")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CONFLICTS = 200


@needs("import")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The batches so far, and the form that hands in a new one: it is checked first, nothing is written."""
    sentence, chosen = "", request.POST.get("kind", "")
    if request.method == "POST":
        uploaded = request.FILES.get("file")
        try:
            if uploaded is None:
                raise asked.CannotShow("没有检查：没有选文件。请选一个 xlsx、xls 或 csv 文件。")
            name = uploaded.name[:200]
            batch = actions.stage(kind=chosen, data=uploaded.read(), name=name, by=request.user, at=clock.now())
        except Refused as refusal:
            sentence = str(refusal)
        else:
            return redirect("batch", batch.pk)
    page = asked.page_of(request, list_batches(request.user))
    context = {
        "page": page,
        "rows": [(batch, get_importer(batch.kind).label, LIGHTS.get(batch.status, "")) for batch in page],
        "kinds": [(kind.key, kind.label) for kind in list_importers(request.user)],
        "chosen": chosen,
        "sentence": sentence,
    }
    return render(request, "web/imports.html", context, status=422 if sentence else 200)


@needs("import")
@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch, verdict by verdict."""
    return _page(request, batch_id)


@needs("import")
@require_POST
def apply(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Write what was staged."""
    return _done(request, batch_id, lambda: actions.apply(batch_id=batch_id, by=request.user, at=clock.now()))


@needs("import")
@require_POST
def drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give a staged batch up."""
    return _done(request, batch_id, lambda: actions.drop(batch_id=batch_id, by=request.user, at=clock.now()))


@needs("undo_import")
@require_POST
def take_back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Undo; what was edited since is shown to be decided."""
    decision = request.POST.get("conflicts", "")
    try:
        found = undo(
            batch_id=batch_id,
            by=request.user,
            at=clock.now(),
            conflicts=decision if decision in DECISIONS else None,
        )
    except Refused as refusal:
        return _page(request, batch_id, str(refusal))
    return _page(request, batch_id, conflicts=found) if found and not decision else redirect("batch", batch_id)


@needs("import")
@require_GET
def marked(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The workbook with a verdict and a reason beside each row."""
    found = get_batch(request.user, batch_id)
    name = found.file_name.rpartition(".")[0] or found.file_name
    copy = BytesIO(marked_copy(found))
    return FileResponse(copy, as_attachment=True, filename=f"{name}（标注）.xlsx", content_type=XLSX)


def _done(request: HttpRequest, batch_id: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, batch_id, str(refusal))
    return redirect("batch", batch_id)


def _page(
    request: HttpRequest, batch_id: int, sentence: str = "", conflicts: tuple[Conflict, ...] = ()
) -> HttpResponse:
    found = get_batch(request.user, batch_id)
    counted = counts(found)
    first = next((verdict for verdict in ("refused", "changed", "new") if counted[verdict]), "unchanged")
    verdict = asked.chosen(request, "verdict", VERDICTS, first)
    page = asked.page_of(request, list_rows(found, verdict))
    context = {
        "batch": found,
        "kind_label": get_importer(found.kind).label,
        "tabs": [
            Tab(f"{label} {counted[key]:,}", f"?verdict={key}", key == verdict) for key, label in VERDICTS.items()
        ],
        "verdict": verdict,
        "reasons": reasons(found),
        "page": page,
        "rows": [(row, changes_in(row) if verdict == "changed" else ()) for row in page],
        "to_write": counted["new"] + counted["changed"],
        "may_undo": can(request.user, "undo_import", region=found.region_code),
        "sentence": sentence,
        "conflicts": conflicts[:MOST_CONFLICTS],
        "conflict_count": len(conflicts),
    }
    return render(request, "web/batch.html", context, status=422 if sentence or conflicts else 200)
