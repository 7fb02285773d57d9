"""Rows of the registry, and evidence, that name others: what hangs on a row, and how it is turned to another."""

from collections.abc import Collection, Iterator
from typing import Any

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import Trail
from tenglong.records.files.models import Evidence

from .kinds import KINDS
from .layouts import LAYOUTS
from .tables import TABLES, batches

_SUBJECT = "subject"


class CannotTurn(Refused):
    """Rows of both say the same of the same day: one of them goes first."""


class RowPointer:
    """Every field of the registry's kinds that refers to another kind."""

    name = "registry"

    def uses_of(self, kind: str, keys: Collection[str]) -> dict[str, str]:
        """As `pointers.Pointer` says."""
        found: dict[str, dict[str, None]] = {}
        for pointing, field in _fields(kind):
            layout = LAYOUTS[pointing]
            path = layout.path(field)
            for part in batches(sorted(keys)):
                rows = layout.model._default_manager.filter(**{f"{path}__in": part}).order_by()
                for key in rows.values_list(path, flat=True).distinct():
                    found.setdefault(key, {})[KINDS[pointing].label] = None
        return {key: "、".join(words) for key, words in found.items()}

    def turn(self, kind: str, old: str, new: str, *, only: Collection[str] | None, trail: Trail) -> list[str]:
        """As `pointers.Pointer` says: rows are named by their kind, the field and their key after it."""
        names: list[str] = []
        for at in _fields(kind):
            rows = _pointing(at, old, only)
            turned = [(row, _turned(kind, at[1], row, old, new)) for row in rows.values()]
            names.extend(_turn(at, rows, turned, trail))
        return names


class EvidencePointer:
    """Evidence of enterprises and parcels."""

    name = "evidence"

    def uses_of(self, kind: str, keys: Collection[str]) -> dict[str, str]:
        """As `pointers.Pointer` says."""
        if kind not in ("enterprise", "parcel"):
            return {}
        rows = Evidence.objects.filter(**{f"{kind}_code__in": keys}).order_by()
        return dict.fromkeys(rows.values_list(f"{kind}_code", flat=True).distinct(), "证据")

    def turn(self, kind: str, old: str, new: str, *, only: Collection[str] | None, trail: Trail) -> list[str]:
        """As `pointers.Pointer` says."""
        if kind not in ("enterprise", "parcel"):
            return []
        column, turned = f"{kind}_code", []
        for row in Evidence.objects.filter(**{column: old}).order_by("pk"):
            if only is not None and str(row.pk) not in only:
                continue
            before = {column: old, _SUBJECT: row.subject}
            after = {column: new, _SUBJECT: _subject(kind, row.subject, old, new)}
            Evidence.objects.filter(pk=row.pk).update(**after)
            trail.changed("evidence", row.pk, before, after)
            turned.append(str(row.pk))
        return turned


def _fields(kind: str) -> Iterator[tuple[str, str]]:
    """Kind and field of everything that refers to rows of that kind."""
    for pointing in LAYOUTS:
        for field in KINDS[pointing].fields:
            if field.refers_to == kind:
                yield pointing, field.key


def _pointing(at: tuple[str, str], old: str, only: Collection[str] | None) -> dict[str, dict[str, Any]]:
    """The rows of a kind whose field names that row."""
    pointing, field = at
    layout = LAYOUTS[pointing]
    there = layout.model._default_manager.filter(**{layout.path(field): old}).order_by()
    keys = there.values_list(layout.key, flat=True)
    return TABLES[pointing].find([key for key in keys if only is None or f"{pointing}/{field}/{key}" in only])


def _turn(
    at: tuple[str, str], rows: dict[str, dict[str, Any]], turned: list[tuple[Any, Any]], trail: Trail
) -> Iterator[str]:
    pointing, field = at
    table = TABLES[pointing]
    keys = [table.key_of({**row, **after}) for row, after in turned]
    if taken := [key for key in table.find(keys) if key not in rows]:
        label = KINDS[pointing].label
        raise CannotTurn(f"不能合并：两边都登记了同样的{label}（{taken[0]}）。请先删去其中一行，再合并。")
    table.change(turned, trail)
    yield from (f"{pointing}/{field}/{key}" for key in keys)


def _turned(kind: str, field: str, row: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    after: dict[str, Any] = {field: new}
    if _SUBJECT in row:
        after[_SUBJECT] = _subject(kind, row[_SUBJECT], old, new)
    return after


def _subject(kind: str, subject: str, old: str, new: str) -> str:
    """`enterprise:旧/按产品` names the new one: `enterprise:新/按产品`."""
    head, slash, rest = subject.partition("/")
    return f"{kind}:{new}{slash}{rest}" if head == f"{kind}:{old}" else subject
