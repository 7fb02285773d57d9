"""How enterprises and observations are kept, row by row or by the thousand: every row written is told to the trail."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from tenglong.records.audit.actions import Trail
from tenglong.records.files.models import Evidence
from tenglong.records.ledgers.models import Record

from .models import Enterprise, Observation, Occupancy
from .pinyin import initials
from .snapshot import as_columns, values_of

_BATCH = 500
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind whose rows are found by `unique`; their key is its values with | between. `derived` columns follow.

    `uses` tells what hangs on rows, by their keys; rows that nothing hangs on are left out.
    """

    kind: str
    model: type[Model]
    unique: tuple[str, ...]
    derived: Mapping[str, Callable[[Values], Any]]
    uses: Callable[[Iterable[str]], dict[str, str]] = lambda _: {}

    def key_of(self, values: Values) -> str:
        """The key of a row with these values."""
        return "|".join(str(values.get(part) or "") for part in self.unique)

    def find(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The values that rows have now, by key, whoever may see them; keys of no row are left out."""
        wanted = sorted(set(keys))
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(wanted), _BATCH):
            for _, values in self._rows(set(wanted[start : start + _BATCH])):
                found[self.key_of(values)] = values
        return found

    def create(self, rows: Sequence[Values], trail: Trail) -> None:
        """Write rows that are not there yet."""
        self.model._default_manager.bulk_create((self._build(values) for values in rows), batch_size=_BATCH)
        for values in rows:
            trail.created(self.kind, self.key_of(values), values)

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        """Write (before, after) of rows that are there; what `after` does not name stays."""
        merged = [{**before, **after} for before, after in rows]
        built = [self._build(values) for values in merged]
        columns = {field.attname for field in self.model._meta.concrete_fields if not field.primary_key}
        self.model._default_manager.bulk_create(
            built,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=self.unique,
            update_fields=sorted(columns - set(self.unique)),
        )
        for (before, _), after in zip(rows, merged, strict=True):
            trail.changed(self.kind, self.key_of(after), before, after)

    def remove(self, rows: Sequence[Values], trail: Trail) -> None:
        """Take rows away."""
        for start in range(0, len(rows), _BATCH):
            keys = {self.key_of(values) for values in rows[start : start + _BATCH]}
            gone = [row.pk for row, _ in self._rows(keys)]
            self.model._default_manager.filter(pk__in=gone).delete()
        for values in rows:
            trail.removed(self.kind, self.key_of(values), values)

    def _rows(self, keys: Collection[str]) -> Iterator[tuple[Model, dict[str, Any]]]:
        """Rows with these keys, and their values."""
        first = {key.split("|")[0] for key in keys}
        for row in self.model._default_manager.filter(**{f"{self.unique[0]}__in": first}):
            values = values_of(self.kind, row)
            if self.key_of(values) in keys:
                yield row, values

    def _build(self, values: Values) -> Model:
        columns = as_columns(self.kind, values.items())
        return self.model(**columns, **{column: derive(values) for column, derive in self.derived.items()})


_USES: tuple[tuple[str, type[Model], str], ...] = (
    ("用地", Occupancy, "enterprise__code"),
    ("数据", Observation, "enterprise_code"),
    ("办件或台账", Record, "enterprise_code"),
    ("证据", Evidence, "enterprise_code"),
)


def uses_of(codes: Iterable[str]) -> dict[str, str]:
    """What hangs on enterprises, by credit code: 用地、数据. Enterprises that nothing hangs on are left out."""
    wanted = sorted(set(codes))
    found: dict[str, list[str]] = {}
    for what, model, lookup in _USES:
        for start in range(0, len(wanted), _BATCH):
            rows = model._default_manager.filter(**{f"{lookup}__in": wanted[start : start + _BATCH]}).order_by()
            for code in rows.values_list(lookup, flat=True).distinct():
                found.setdefault(code, []).append(what)
    return {code: "、".join(uses) for code, uses in found.items()}


ENTERPRISES = Table("enterprise", Enterprise, ("code",), {"pinyin": lambda values: initials(values["name"])}, uses_of)
OBSERVATIONS = Table("observation", Observation, ("subject", "metric", "period"), {})
