"""Outlines from a mapping program: of regions and of parcels that are registered, whatever datum they are drawn in."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from tenglong.core.ledger import Field, Kind
from tenglong.geo import CannotDraw, Datum, Shape, mend_polygon, read_polygon
from tenglong.records.registry.outlines import OUTLINE, as_text, drawn_mu

from .regions import short
from .spec import Entry, ImportKind, Problem, Setting, Values, refuse

_LITTLE = 0.001  # of the area
_GEOMETRY = Field("geometry", "边界图形", Kind.LONG_TEXT, required=True)


def read(values: Values, setting: Setting, *, region: bool) -> Entry:
    """One outline, in CGCS2000 from here on."""
    code = short(values["code"]) if region else values["code"]
    try:
        drawn = (json.loads(values["geometry"]), setting.datum or Datum.CGCS2000, setting.meridian)
        shape, doubt = _shape(*drawn)
    except ValueError:
        raise refuse("图形读不出", "边界图形：不是 GeoJSON 的图形，请从制图软件重新导出。") from None
    except CannotDraw as problem:
        raise refuse("图形读不出", f"边界图形：{problem}") from None
    fact = {"code": code, OUTLINE: as_text(shape), "drawn_mu": drawn_mu(shape)}
    return Entry(code, code if region else "", (fact,), doubt=doubt)


def _shape(geometry: Mapping[str, Any], datum: Datum, meridian: int | None) -> tuple[Shape, Problem | None]:
    """The shape; one that crosses itself a little is mended if a person says so."""
    try:
        return read_polygon(geometry, datum, meridian), None
    except CannotDraw as problem:
        shape, changed = mend_polygon(geometry, datum, meridian)
        if changed > _LITTLE:
            raise
        told = f"边界图形：{problem}也可以按修好的写入：面积 {drawn_mu(shape):,} 亩，和原来的相差不到 {_LITTLE:.1%}。"
        return shape, Problem("图形自相交", told)


REGION_OUTLINES = ImportKind(
    key="region_outlines",
    label="区划边界",
    register="region.outline",
    fields=(Field("code", "区划代码", required=True), _GEOMETRY),
    aliases={"adcode": "code", "代码": "code"},
    reasons={"code": "没有登记"},
    read=partial(read, region=True),
    drawn=True,
)

PARCEL_OUTLINES = ImportKind(
    key="parcel_outlines",
    label="地块边界",
    register="parcel.outline",
    fields=(Field("code", "地块编号", required=True), _GEOMETRY),
    aliases={"编号": "code", "宗地代码": "code", "宗地编号": "code"},
    reasons={"code": "没有登记"},
    read=partial(read, region=False),
    drawn=True,
)
