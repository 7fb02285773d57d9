"""From a row of the registry back to the workbook: which file it came in, on which line."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tenglong.records.audit.models import Change

from .models import Row
from .staged import WRITTEN
from .targets import find_target

CASE_NUMBER = "case_number"  # of rows that are cases
_BY = ("change_set", "change_set__action")


def lines_of(kind: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """For each row already seen “名录.csv 第 18 行”; empty where it was last written otherwise than by an import.

    A case was written when it was opened: what is filled in later stands beside it in its trail.
    """
    rows = list(rows)
    if target := find_target(kind):
        keys = [target.key_of(row) for row in rows]
        changes = Change.objects.filter(kind=kind, key__in=keys).order_by("id")
    else:
        keys = [str(row.get(CASE_NUMBER) or "") for row in rows]
        changes = Change.objects.filter(kind="case", key__in=keys, before="").order_by("id")
    last = {key: (change_set, action) for key, change_set, action in changes.values_list("key", *_BY)}
    lines = _lines({change_set for change_set, action in last.values() if action == "imports.apply"})
    return [lines.get((last[key][0], key), "") if key in last else "" for key in keys]


def _lines(change_sets: Iterable[int]) -> dict[tuple[int, str], str]:
    """What imports wrote, by their change-set and the key of the row written: each set wrote a stretch of one batch."""
    applied = Change.objects.filter(kind="import", change_set__in=change_sets, after__contains='"done_to"')
    found: dict[tuple[int, str], str] = {}
    for change_set, batch, before, after in applied.values_list("change_set", "key", "before", "after"):
        stretch = {"number__gt": json.loads(before)["done_to"], "number__lte": json.loads(after)["done_to"]}
        written = Row.objects.filter(batch=int(batch), verdict__in=WRITTEN, **stretch).exclude(after="")
        for name, number, text in written.values_list("batch__file_name", "number", "after"):
            found |= {(change_set, key): f"{name} 第 {number} 行" for key in json.loads(text)}
    return found
