"""Reading the history of changes: of one row for who may see the row, of everything for who may read the audit."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.records.audit import personal
from tenglong.records.audit.models import Change, ChangeSet, Reading
from tenglong.records.people.rights import EVERYTHING, NOTHING, By, Program, below, check_may, regions_of

from .registers import NoSuchRegister, get_register
from .sources import CannotRead, get_source
from .told import Teller, Told

ROWS_A_PAGE = 50
_LAST = "\uffff"
_ACTIONS = """WITH RECURSIVE known(action) AS (
  SELECT min(action) FROM audit_changeset
  UNION ALL SELECT (SELECT min(action) FROM audit_changeset WHERE action > known.action) FROM known
  WHERE known.action IS NOT NULL
) SELECT action FROM known WHERE action IS NOT NULL"""


class NoSuchHistory(Refused):
    """There is no such change-set, or not for this person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the audit is asked for: days (both included), a name as it begins, an action. Empty: all."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    action: str = ""

    @property
    def condition(self) -> Q:
        asked = Q()
        if self.since:
            asked &= Q(at__gte=datetime.combine(self.since, time.min, CHINA))
        if self.until:
            asked &= Q(at__lte=datetime.combine(self.until, time.max, CHINA))
        if self.actor:
            asked &= Q(by__gte=self.actor, by__lt=self.actor + _LAST)
        return asked


@dataclass(frozen=True, slots=True)
class Listed:
    """A change-set in a list; the pieces of a long write stand as one: how many pieces, how many rows."""

    change_set: ChangeSet
    pieces: int
    rows: int


def list_actions() -> list[str]:
    """Every action that was ever done."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTIONS)
        return [action for (action,) in cursor.fetchall()]


def list_change_sets(by: By, asked: Asked, *, before: int | None = None) -> list[Listed]:
    """The newest first, those below the id `before`; only of the areas whose audit `by` may read."""
    found = _sets(by).filter(asked.condition)
    if asked.action:
        found = found.filter(action=asked.action)
    if before is not None:
        found = found.filter(pk__lt=before)
    later = ChangeSet.objects.filter(batch=OuterRef("batch"), pk__gt=OuterRef("pk"))
    newest = found.filter(Q(batch="") | ~Exists(later)).order_by("-pk")
    return _counted(list(newest[:ROWS_A_PAGE]))


def get_change_set(by: By, pk: int) -> Listed:
    """One change-set, or the long write that it is a piece of."""
    if found := _sets(by).filter(pk=pk).first():
        return _counted([found])[0]
    raise NoSuchHistory(f"没有编号为 {pk} 的变更，或不在您的查看范围内。请从变更历史里打开。")


def rows_of(by: By, listed: Listed, *, after: int = 0) -> list[Change]:
    """A page of the rows that it changed, those above the id `after`."""
    batch = listed.change_set.batch
    own = Q(change_set__batch=batch) if batch else Q(change_set=listed.change_set)
    check_may(by, "audit")
    return list(Change.objects.filter(own, pk__gt=after).select_related("change_set").order_by("pk")[:ROWS_A_PAGE])


def each_change(by: By, asked: Asked) -> QuerySet[Change]:
    """Every row changed of what is asked, for an export, the oldest first."""
    sets = _sets(by).filter(asked.condition)
    if asked.action:
        sets = sets.filter(action=asked.action)
    return (
        Change.objects.filter(change_set__in=sets.order_by().values("pk")).select_related("change_set").order_by("pk")
    )


def changes_of(by: By, kind: str, key: str, *, before: int | None = None) -> list[Told]:
    """What happened to one row, the newest first. The caller has found the row through its own door (`sees_row`)."""
    found = Change.objects.filter(kind=kind, key=key)
    if before is not None:
        found = found.filter(pk__lt=before)
    return in_words(by, found.select_related("change_set").order_by("-pk")[:ROWS_A_PAGE])


def sees_row(by: By, kind: str, key: str) -> bool:
    """Whether the row filter shows this row to `by`."""
    try:
        return bool(get_register(kind).get(by, key))
    except NoSuchRegister:
        pass
    except Refused:
        return False
    try:
        return bool(get_source(kind).picked(by, [key]))
    except (CannotRead, ValueError):
        return False


def list_readings(by: By, asked: Asked, *, before: int | None = None) -> list[Reading]:
    """Who read what is confidential or personal, the newest first."""
    found = Reading.objects.filter(_areas(by), asked.condition)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:ROWS_A_PAGE])


def in_words(by: By, changes: Iterable[Change], *, masked: bool = False) -> list[Told]:
    """Changes with the labels of their fields, as `by` may see them; `masked`: without what tells of a person."""
    changes = list(changes)
    pairs = [(_read(change.before), _read(change.after)) for change in changes]
    digests = [digest for pair in pairs for values in pair for digest in personal.digests_in(values)]
    teller = Teller(by, {} if masked else personal.look_up(digests), masked=masked)
    return [teller.tell(change, *pair) for change, pair in zip(changes, pairs, strict=True)]


def _read(text: str) -> Mapping[str, Any]:
    return json.loads(text) if text else {}


def _areas(by: By) -> Q:
    """The areas whose audit `by` may read; what the program did belongs to all of them."""
    check_may(by, "audit")
    if isinstance(by, Program):
        return below("region_code", by.region) if by.region else EVERYTHING
    seen = NOTHING
    for region in regions_of(by, "audit"):
        seen |= below("region_code", region)
    return seen | Q(region_code="")


def _sets(by: By) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(_areas(by))


def _counted(sets: Sequence[ChangeSet]) -> list[Listed]:
    batches = {one.batch for one in sets} - {""}
    alone = [one.pk for one in sets if not one.batch]
    rows = dict(
        Change.objects.filter(change_set__in=alone).values_list("change_set").annotate(n=Count("pk")).order_by()
    )
    pieces: dict[str, tuple[int, int]] = {}
    if batches:
        counted = ChangeSet.objects.filter(batch__in=batches).values_list("batch").order_by()
        pieces = {
            batch: (of, n) for batch, of, n in counted.annotate(of=Count("pk", distinct=True), n=Count("changes"))
        }
    return [Listed(one, *(pieces[one.batch] if one.batch else (1, rows.get(one.pk, 0)))) for one in sets]
