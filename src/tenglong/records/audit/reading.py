"""The log of reading: who saw confidential or personal values of which rows, when, from where, why."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from .actions import actor_text, origin, region_of
from .models import Reading


def note(
    *,
    by: Any,
    at: datetime,
    kind: str,
    key: str,
    fields: Collection[str],
    reason: str = "",
    rows: int = 1,
) -> None:
    """Keep that somebody saw these fields of a row; of an export `key` is empty and `rows` says of how many.

    Nothing is kept where no field was shown.
    """
    if not fields:
        return
    told = {"kind": kind, "key": str(key)[:200], "fields": "、".join(sorted(fields))[:400], "reason": reason[:200]}
    Reading.objects.create(at=at, by=actor_text(by), origin=origin(), region_code=region_of(by), rows=rows, **told)


def list_readings(*, where: Mapping[str, Any]) -> QuerySet[Reading]:
    """The newest first; `where` are lookups of the door's own filters."""
    return Reading.objects.filter(**where)
