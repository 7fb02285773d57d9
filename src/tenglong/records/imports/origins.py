"""From a row of the registry back to the workbook: which file it came in, on which line."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tenglong.records.audit.models import Change
from tenglong.records.registry.tables import ENTERPRISES, OBSERVATIONS

from .models import Row

_TABLES = {table.kind: table for table in (ENTERPRISES, OBSERVATIONS)}
CASE_NUMBER = "case_number"  # of rows that are cases
_BY = ("change_set", "change_set__action")
_WRITTEN = (Row.Verdict.NEW, Row.Verdict.CHANGED)


def lines_of(kind: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """For each row already seen “名录.csv 第 18 行”; empty where it was last written otherwise than by an import.

    A case was written when it was opened: what is filled in later stands beside it in its trail.
    """
    rows = list(rows)
    if kind in _TABLES:
        keys = [_TABLES[kind].key_of(row) for row in rows]
        changes = Change.objects.filter(kind=kind, key__in=keys).order_by("id")
    else:
        keys = [str(row.get(CASE_NUMBER) or "") for row in rows]
        changes = Change.objects.filter(kind="case", key__in=keys, before="").order_by("id")
    last = {key: (change_set, action) for key, change_set, action in changes.values_list("key", *_BY)}
    lines = _lines({change_set for change_set, action in last.values() if action == "imports.apply"})
    return [lines.get((last[key][0], key), "") if key in last else "" for key in keys]


def _lines(change_sets: Iterable[int]) -> dict[tuple[int, str], str]:
    """What imports wrote, by their change-set and the key of the row written."""
    applied = Change.objects.filter(kind="import", change_set__in=change_sets).values_list("key", "change_set")
    found = {int(batch): change_set for batch, change_set in applied}
    written = Row.objects.filter(batch__in=found, verdict__in=_WRITTEN).order_by()
    return {
        (found[batch], key): f"{name} 第 {number} 行"
        for batch, name, number, after in written.values_list("batch", "batch__file_name", "number", "after")
        for key in json.loads(after)
    }
