"""How rows of the registry are written, one by one or by the thousand: every row written is told to the trail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from tenglong.core.clocks import CHINA
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.pointers import uses_of

from .kinds.given import ENTERED_ON, GIVEN
from .layouts import LAYOUTS, Layout
from .snapshot import as_columns, read_values

BATCH = 500
REGION = "region_code"
Values = Mapping[str, Any]
Ids = Mapping[str, Mapping[str, Any]]  # kind → key → id


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a kind."""

    layout: Layout

    @property
    def kind(self) -> str:
        return self.layout.kind

    @property
    def model(self) -> type[Model]:
        return self.layout.model

    def key_of(self, values: Values) -> str:
        """The key of a row with these values."""
        return self.layout.key_of(values)

    def uses(self, keys: Iterable[str]) -> dict[str, str]:
        """What hangs on rows, by key; rows that nothing hangs on are left out."""
        return uses_of(self.kind, keys)

    def find(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The values that rows have now, by key, whoever may see them; keys of no row are left out."""
        wanted = [field.key for field in self.layout.ledger.fields if field.key not in GIVEN]
        found: dict[str, dict[str, Any]] = {}
        for part in batches(sorted(set(keys))):
            rows = self.model._default_manager.filter(**{f"{self.layout.key}__in": part}).order_by()
            found.update((self.key_of(values), values) for values in read_values(self.kind, rows, wanted))
        return found

    def create(self, rows: Sequence[Values], trail: Trail) -> None:
        """Write rows that are not there yet."""
        for part in batches(rows):
            whole = self._placed(part)
            ids = self._ids(whole)
            self.model._default_manager.bulk_create([self._set(self.model(), one, ids, trail.at) for one in whole])
            for values in whole:
                trail.created(self.kind, self.key_of(values), values)

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        """Write (before, after) of rows that are there; what `after` does not name stays."""
        for part in batches(rows):
            befores = [before for before, _ in part]
            afters = self._placed([{**before, **after} for before, after in part])
            there, ids = self._there(befores), self._ids(afters)
            changed = []
            for before, after in zip(befores, afters, strict=True):
                row = there[self.key_of(before)]
                row.version += 1
                changed.append(self._set(row, after, ids, trail.at))
            self._write(changed)
            for before, after in zip(befores, afters, strict=True):
                self._tell(before, after, trail)
            if self.kind == "parcel":
                _carry(befores, afters, trail)

    def remove(self, rows: Sequence[Values], trail: Trail) -> None:
        """Take rows away."""
        for part in batches(rows):
            keys = [self.key_of(values) for values in part]
            for some in self._outer_first(keys):
                self.model._default_manager.filter(**{f"{self.layout.key}__in": some}).delete()
            for key, values in zip(keys, part, strict=True):
                trail.removed(self.kind, key, values)

    def _outer_first(self, keys: Sequence[str]) -> list[list[str]]:
        """The keys in the order in which their rows go: longer ones first, which lie below shorter ones."""
        if self.kind not in self.layout.references.values():
            return [list(keys)]
        lengths = sorted({len(key) for key in keys}, reverse=True)
        return [[key for key in keys if len(key) == length] for length in lengths]

    def _there(self, befores: Iterable[Values]) -> dict[str, Any]:
        keys = [self.key_of(before) for before in befores]
        rows = self.model._default_manager.filter(**{f"{self.layout.key}__in": keys}).order_by()
        return {getattr(row, self.layout.key): row for row in rows}

    def _write(self, rows: Sequence[Model]) -> None:
        """All columns of rows that are there, in one statement."""
        columns = [column.attname for column in self.model._meta.concrete_fields if not column.primary_key]
        self.model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=("pk",), update_fields=columns
        )

    def _tell(self, before: Values, after: Values, trail: Trail) -> None:
        """A row with another identity is another row."""
        old, new = self.key_of(before), self.key_of(after)
        if old == new:
            trail.changed(self.kind, new, before, after)
        else:
            trail.removed(self.kind, old, before)
            trail.created(self.kind, new, after)

    def _placed(self, rows: Sequence[Values]) -> list[Values]:
        """The rows with the region of what they lie on."""
        if not self._follows:
            return list(rows)
        on = self.layout.follows
        above = LAYOUTS[self.layout.references[on]]
        found = above.model._default_manager.filter(**{f"{above.key}__in": {row[on] for row in rows}}).order_by()
        regions = dict(found.values_list(above.key, REGION))
        return [{**row, REGION: regions[row[on]]} for row in rows]

    @property
    def _follows(self) -> bool:
        return bool(self.layout.follows) and any(field.key == REGION for field in self.layout.ledger.fields)

    def _ids(self, rows: Iterable[Values]) -> Ids:
        """The ids of what the rows refer to."""
        rows = list(rows)
        found: dict[str, dict[str, Any]] = {}
        for kind in dict.fromkeys(self.layout.references.values()):
            fields = [field for field, to in self.layout.references.items() if to == kind]
            keys = {row[field] for row in rows for field in fields if row.get(field)}
            above = LAYOUTS[kind]
            there = above.model._default_manager.filter(**{f"{above.key}__in": keys}).order_by()
            found[kind] = dict(there.values_list(above.key, "pk")) if keys else {}
            if kind == self.kind and above.model._meta.pk.name == above.key:  # rows written together name one another
                found[kind] |= {row[above.key]: row[above.key] for row in rows}
        return found

    def _set(self, row: Any, values: Values, ids: Ids, at: datetime) -> Any:
        """Put the values, and what is made of them, into a row."""
        for field, value in as_columns(self.kind, values.items()).items():
            kind = self.layout.references.get(field)
            setattr(row, self.layout.column(field), value if kind is None else ids[kind][value] if value else None)
        for column, derive in self.layout.derived.items():
            setattr(row, column, derive(values))
        if self.layout.keyed:
            row.key = self.key_of(values)
        if hasattr(row, ENTERED_ON):
            row.entered_on = at.astimezone(CHINA).date()
        return row


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows in pieces that one statement takes."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _carry(befores: Sequence[Values], afters: Sequence[Values], trail: Trail) -> None:
    """What lies on a parcel goes with it into another region."""
    moved = {after["code"] for before, after in zip(befores, afters, strict=True) if before[REGION] != after[REGION]}
    for kind in ("plant", "occupancy") if moved else ():
        layout = LAYOUTS[kind]
        rows = layout.model._default_manager.filter(parcel__code__in=moved)
        there = TABLES[kind].find(list(rows.values_list(layout.key, flat=True)))
        TABLES[kind].change([(values, {}) for values in there.values()], trail)


TABLES = {kind: Table(layout) for kind, layout in LAYOUTS.items()}
ENTERPRISES, OBSERVATIONS = TABLES["enterprise"], TABLES["observation"]
