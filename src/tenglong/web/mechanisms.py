"""The county's mechanisms: which versions are installed, and their folders to take along."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.mechanisms.queries import get_version, list_history, list_versions

from . import asked
from .doors import needs

LONG_AGO = (2000, 1, 1, 0, 0, 0)  # the packed folder says no moment: the same version gives the same bytes


@needs("install")
@require_GET
def mechanisms(request: HttpRequest) -> HttpResponse:
    """Every installed mechanism with its versions."""
    rows = [
        {"key": version.key, "mechanism": mechanism, "current": version, "history": list_history(version.key)}
        for version, mechanism in list_versions()
    ]
    return render(request, "web/mechanisms.html", {"rows": rows})


@needs("install")
@require_GET
def folder(request: HttpRequest, mechanism: str) -> FileResponse:
    """The folder of a version, packed: the files as they were installed."""
    number = asked.words(request, "version")
    version = get_version(mechanism, int(number) if number.isdecimal() else None)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in sorted(version.files.items()):
            archive.writestr(ZipInfo(f"{mechanism}/{name}", LONG_AGO), text.encode(), ZIP_DEFLATED)
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{mechanism}-{version.number}.zip")
