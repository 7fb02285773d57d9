"""What a figure is about: `enterprise:代码`, `parcel:代码`, `region:代码`, `zone:名称`, `project:名称`."""

from collections.abc import Mapping, Sequence
from typing import Any

from .models import Enterprise, Parcel

KINDS_OF_SUBJECT = frozenset({"region", "enterprise", "parcel", "zone", "project"})
_TIED = {"enterprise": (Enterprise, "enterprise_code"), "parcel": (Parcel, "parcel_code")}
_BATCH = 500


def split(subject: str) -> tuple[str, str]:
    """The kind and the key; a part of the subject, after a slash, is left out."""
    kind, _, rest = subject.partition(":")
    return kind, rest.partition("/")[0]


def complete(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures with the ties that their subjects give: whose they are, and the area that keeps them if none is named."""
    regions = {kind: _regions(kind, rows) for kind in _TIED}
    return [_tied(row, regions) for row in rows]


def _regions(kind: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    model, _ = _TIED[kind]
    keys = sorted({key for row in rows for of, key in [split(str(row["subject"]))] if of == kind})
    found: dict[str, str] = {}
    for start in range(0, len(keys), _BATCH):
        there = model._default_manager.filter(code__in=keys[start : start + _BATCH]).order_by()
        found.update(there.values_list("code", "region_code"))
    return found


def _tied(row: Mapping[str, Any], regions: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    kind, key = split(str(row["subject"]))
    told = dict(row)
    if kind == "region":
        told["region_code"] = row.get("region_code") or key
    if kind in _TIED and key in regions[kind]:
        column = _TIED[kind][1]
        told["region_code"] = row.get("region_code") or regions[kind][key]
        told[column] = row.get(column) or key
    return told
