"""What a seal is over: lines of JSON, first the change-set, then its changes in the order of their ids.

    seal = SHA-256( hexadecimal digest of the seal before, then every line with its line end, all in UTF-8 )

The first seal follows a digest of sixty-four noughts. Moments are in UTC. Anybody can compute it
again without this program.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from .models import Change, ChangeSet

FIRST = "0" * 64
_SET = ("pk", "at", "by", "action", "summary", "origin", "region_code", "batch")
_CHANGE = ("change_set_id", "pk", "kind", "key", "before", "after")
_CHUNK = 5000
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Texts = tuple[int, datetime, Iterator[str]]


def texts_of(ids: Collection[int]) -> Iterator[Texts]:
    """For each of the change-sets that is there, in the order of ids: its id, its moment, its lines.

    The lines are read as they are asked for: use them before going on.
    """
    sets = {row[0]: row for row in ChangeSet.objects.filter(pk__in=ids).order_by().values_list(*_SET)}
    changes = Change.objects.filter(change_set__in=ids).order_by("change_set_id", "pk").values_list(*_CHANGE)
    grouped = groupby(changes.iterator(chunk_size=_CHUNK), key=itemgetter(0))
    owner, rows = next(grouped, (None, iter(())))
    for pk in sorted(ids):
        while owner is not None and owner < pk:
            owner, rows = next(grouped, (None, iter(())))
        own = rows if owner == pk else iter(())
        if pk in sets:
            yield pk, sets[pk][1], _lines(sets[pk], own)


def _lines(told: tuple[Any, ...], changes: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    pk, at, *words = told
    yield _line([pk, at.astimezone(UTC).isoformat(), *words]) + "\n"
    for change in changes:
        yield _line(change[1:]) + "\n"


def digest_over(previous: str, lines: Iterable[str]) -> str:
    """The seal over those lines."""
    seal = hashlib.sha256(previous.encode())
    for line in lines:
        seal.update(line.encode())
    return seal.hexdigest()
