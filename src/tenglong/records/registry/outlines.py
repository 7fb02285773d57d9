"""Outlines of rows that are there: given to them, changed and put back many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import shapely
from django.db.models import F

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.geo import Shape, area_mu, bounds, from_wkb, to_wkb
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import CannotSave, Kept
from tenglong.records.people.rights import By

from .layouts import LAYOUTS, Layout

OUTLINE = "outline"
_PIECE = 500
_EDGES = ("west", "south", "east", "north")
Values = Mapping[str, Any]


def as_text(shape: Shape) -> str:
    """A shape in CGCS2000 as the value of an outline: its WKB in hexadecimal digits."""
    return to_wkb(shape).hex()


def corners(outline: str) -> int:
    """How many corners an outline has."""
    return int(shapely.get_num_coordinates(from_wkb(bytes.fromhex(outline))))


def drawn_mu(shape: Shape) -> Decimal:
    """The area of a shape as it is shown: in 亩, to one decimal."""
    return Decimal(f"{area_mu(shape):.1f}")


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of a kind, as what an import writes. A row without one has none of the values but its code."""

    layout: Layout

    @property
    def ledger(self) -> Ledger:
        code, label = self.layout.ledger.field("code"), self.layout.ledger.label
        fields = (
            code,
            Field(OUTLINE, "边界图形", Kind.LONG_TEXT, required=True),
            Field("drawn_mu", "图上面积", Kind.NUMBER, unit="亩"),
        )
        return Ledger(f"{self.layout.kind}.outline", f"{label}边界", fields, title="code", identity=("code",))

    @property
    def right(self) -> str:
        return self.layout.right

    def key_of(self, values: Values) -> str:
        return str(values.get("code") or "")

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:  # noqa: ARG002
        there = self.current(self.key_of(row) for row in rows)
        label = self.layout.ledger.label
        return [
            {}
            if (key := self.key_of(row)) in there
            else {"code": f"没有登记{label} {key}。请先登记{label}，再导入边界。"}
            for row in rows
        ]

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        wanted, found = sorted(set(keys)), {}
        region = self.layout.region
        for start in range(0, len(wanted), _PIECE):
            rows = self.layout.model._default_manager.filter(code__in=wanted[start : start + _PIECE]).order_by()
            for code, name, version, where, stored in rows.values_list("code", "name", "version", region, "shape"):
                shape = from_wkb(bytes(stored)) if stored else None
                values = {
                    "code": code,
                    OUTLINE: bytes(stored).hex() if stored else None,
                    "drawn_mu": drawn_mu(shape) if shape else None,
                }
                found[code] = Kept(code, name, values, version, where)
        return found

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]:  # noqa: ARG002  only what is registered has one
        if not rows:
            return []
        raise CannotSave(self.ledger.label, {"code": "只有登记了的才有边界。请先登记，再导入边界。"})

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        for before, after in rows:
            if OUTLINE in after:
                self._draw(before, after[OUTLINE], trail)

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        """Outlines make no rows, so that none is taken away."""

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:  # noqa: ARG002  nothing hangs on an outline
        return {}

    def _draw(self, before: Values, outline: str | None, trail: Trail) -> None:
        stored = bytes.fromhex(outline) if outline else None
        edges = bounds(from_wkb(stored)) if stored else (None,) * len(_EDGES)
        columns = dict(zip(_EDGES, edges, strict=True)) | {"shape": stored, "version": F("version") + 1}
        self.layout.model._default_manager.filter(code=before["code"]).update(**columns)
        old = bytes.fromhex(before[OUTLINE]) if before.get(OUTLINE) else b""
        trail.changed(self.layout.kind, before["code"], {"shape": old}, {"shape": stored or b""})


OUTLINES = {outlines.ledger.key: outlines for outlines in (Outlines(LAYOUTS["region"]), Outlines(LAYOUTS["parcel"]))}
