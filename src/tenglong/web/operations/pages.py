"""Health with lights and remedies, backups made, downloaded and checked, room taken. The swap itself needs a stop."""

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.operations.backup import SUFFIX, get_backup, list_backups, make_backup
from tenglong.operations.health import look, worst
from tenglong.operations.packing import CannotUseBackup
from tenglong.operations.places import backups
from tenglong.operations.restoring import Checked, check_backup
from tenglong.operations.storage import list_room
from tenglong.web import clock
from tenglong.web.doors import needs

LIGHTS = {"green": "好", "yellow": "注意", "red": "要处理", "grey": "不适用"}


@needs("operate")
@require_GET
def operations(request: HttpRequest) -> HttpResponse:
    """How everything is."""
    return _page(request)


@require_POST
@needs("operate")
def back_up(request: HttpRequest) -> HttpResponse:
    """Make a backup now; people go on working."""
    try:
        make_backup(by=request.user, at=clock.now())
    except Refused as refusal:
        return _page(request, sentence=str(refusal))
    return redirect("operations")


@needs("operate")
@require_GET
def download(request: HttpRequest, name: str) -> FileResponse:
    """A backup as a file."""
    path = get_backup(request.user, name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/x-tar")


@require_POST
@needs("operate")
def check(request: HttpRequest) -> HttpResponse:
    """Try a backup out on a copy: one of the county's own, or one that is handed in, which then stands among them."""
    try:
        uploaded = request.FILES.get("file")
        path = _keep(uploaded) if uploaded else get_backup(request.user, request.POST.get("name", ""))
        return _page(request, checked=check_backup(path), path=path)
    except Refused as refusal:
        return _page(request, sentence=str(refusal))


def _keep(uploaded: UploadedFile) -> Path:
    """Keep a backup that was handed in, once it is found to be one."""
    name = Path(uploaded.name or "").name
    target = backups() / name
    if not name.endswith(SUFFIX) or target.exists():
        raise CannotUseBackup(f"没有收下“{name}”：文件名要以 {SUFFIX} 结尾，且与已有的备份不同名。请改文件名。")
    with tempfile.NamedTemporaryFile(dir=backups(), suffix=".part", delete=False) as part:
        for piece in uploaded.chunks():
            part.write(piece)
    try:
        check_backup(Path(part.name))
        return Path(part.name).rename(target)
    except Refused:
        Path(part.name).unlink()
        raise


def _page(
    request: HttpRequest, *, sentence: str = "", checked: Checked | None = None, path: Path | None = None
) -> HttpResponse:
    lights = look(request.user, at=clock.now(), deep=request.GET.get("deep") == "1")
    context = {
        "lights": [(one, LIGHTS[one.light]) for one in lights],
        "worst": worst(lights),
        "backups": list_backups(request.user),
        "room": list_room(request.user),
        "sentence": sentence,
        "checked": checked,
        "path": path,
    }
    return render(request, "web/operations/operations.html", context, status=422 if sentence else 200)
