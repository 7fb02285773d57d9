"""Files out of rounds."""

from urllib.parse import quote

from django.http import HttpResponse

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(data: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under that name."""
    saved = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return HttpResponse(
        data, content_type=WORKBOOK, headers={"Content-Disposition": saved, "Cache-Control": "no-store"}
    )
