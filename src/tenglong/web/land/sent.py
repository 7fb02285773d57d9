"""Outlines and lines as forms send them: drawn on the map, pasted or in a file, with the datum that was asked for."""

from django.http import HttpRequest

from tenglong.geo import CannotDraw, Datum, Shape, read_line, read_outlines

MERIDIANS = range(75, 136, 3)
DATUMS = tuple((datum.name, str(datum)) for datum in Datum)
_MOST_BYTES = 4_000_000


def text_of(request: HttpRequest) -> str:
    """What stands in the form, else what is in the file."""
    if text := request.POST.get("outline", "").strip():
        return text
    file = request.FILES.get("file")
    if file is None:
        return ""
    if file.size > _MOST_BYTES:
        raise CannotDraw("读不出边界：文件超过 4 MB。一块地的坐标没有这么大，请查对文件。")
    file.seek(0)
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotDraw("读不出边界：文件不是文本。请把坐标存成文本、csv 或 GeoJSON 再传。")


def datum_of(request: HttpRequest) -> tuple[Datum, int | None]:
    """The datum, and the central meridian where zone coordinates need it; refused when nobody has said."""
    chosen, meridian = request.POST.get("datum", ""), request.POST.get("meridian", "")
    if chosen not in Datum.__members__:
        raise CannotDraw("还没有选坐标系：选错会偏半公里，所以不能替您猜。请看测绘成果上写的坐标系，再选。")
    return Datum[chosen], int(meridian) if meridian.isdecimal() and int(meridian) in MERIDIANS else None


def outlines_of(request: HttpRequest) -> list[Shape]:
    """Every plot that was sent."""
    return read_outlines(text_of(request), *datum_of(request))


def outline_of(request: HttpRequest) -> Shape:
    """The one plot that was sent."""
    shapes = outlines_of(request)
    if len(shapes) > 1:
        raise CannotDraw(f"读出了 {len(shapes)} 块地，这里一次只画一块。请只留这一块的坐标。")
    return shapes[0]


def line_of(request: HttpRequest) -> list[tuple[float, float]]:
    """The line that was sent."""
    return read_line(text_of(request), *datum_of(request))


def given(request: HttpRequest) -> dict[str, object]:
    """What the form shows again, and what can be chosen."""
    sent = {name: request.POST.get(name, "") for name in ("outline", "datum", "meridian")}
    return {"sent": sent, "datums": DATUMS, "meridians": MERIDIANS}
