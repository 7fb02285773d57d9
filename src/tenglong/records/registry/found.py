"""Rows of a register that fit: filtered, ordered, counted and cut in the database, read a piece at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from tenglong.core.ledger import Field, Kind
from tenglong.records.ledgers.finding import CannotFind
from tenglong.records.ledgers.referents import keys_like
from tenglong.records.ledgers.registers import Condition, Kept
from tenglong.records.people.rights import By, below, open_fields

from .as_of import as_held, dated_fields, held
from .layouts import Layout
from .queries import fits, named_before, spelt

_PIECE = 500
_TESTS = {"is": "", "has": "__icontains", "since": "__gte", "until": "__lt"}
_BARE = frozenset({Kind.NUMBER, Kind.WHOLE, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a kind. `fields` are those whose values are read."""

    layout: Layout
    by: By
    fields: tuple[Field, ...]
    search: str = ""
    conditions: tuple[Condition, ...] = ()
    order: str = ""
    on: date | None = None

    def rows(self) -> QuerySet[Any]:
        """The rows that fit, in their order."""
        layout = self.layout
        rows = layout.rows(self.by).order_by()
        if self.on and layout.holds:
            rows = rows.filter(layout.holds(self.on))
        for word in self.search.split():
            rows = rows.filter(fits(word, layout.key, layout.searched) | self._otherwise(word))
        for condition in self.conditions:
            rows = self._narrowed(rows, condition)
        return self._ordered(rows)

    def _otherwise(self, word: str) -> Q:
        """By a name that no column of the row holds."""
        match self.layout.kind:
            case "enterprise":
                return named_before(word)
            case "region":
                return spelt(word)
        return Q(pk__in=())

    def _narrowed(self, rows: QuerySet[Any], condition: Condition) -> QuerySet[Any]:
        field = self._field(condition.field)
        rows, at = self._at(rows, field)
        if condition.test in ("filled", "empty"):
            lost = Q(**{f"{at}__isnull": True}) if field.kind in _BARE else Q(**{f"{at}__isnull": True}) | Q(**{at: ""})
            return rows.filter(lost if condition.test == "empty" else ~lost)
        if condition.test == "is" and field.key == self.layout.region:
            return rows.filter(below(at, str(condition.value)))
        if condition.test == "has" and field.kind is Kind.REFERENCE:
            words = str(condition.value)
            named = [*keys_like(self.by, field.refers_to or "", words), words]
            if field.key == self.layout.region:
                return rows.filter(reduce(or_, (below(at, code) for code in _topmost(named))))
            return rows.filter(**{f"{at}__in": named})
        return rows.filter(**{f"{at}{_TESTS[condition.test]}": condition.value})

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if not self.order:
            return rows.order_by(self.layout.key)
        rows, at = self._at(rows, self._field(self.order.removeprefix("-")))
        if self.order.startswith("-"):
            return rows.order_by(F(at).desc(nulls_last=True), self.layout.key)
        return rows.order_by(F(at).asc(nulls_last=True), self.layout.key)

    def _at(self, rows: QuerySet[Any], field: Field) -> tuple[QuerySet[Any], str]:
        """The lookup of a field, as it was on the day."""
        if self.on and field.key in dated_fields(self.layout.kind):
            name = f"{field.key}_then"
            return rows.annotate(**{name: held(self.layout.kind, field.key, self.on)}), name
        return rows, self.layout.path(field.key)

    def _field(self, key: str) -> Field:
        """A field that the person sees."""
        fields = open_fields(self.by, self.layout.ledger.fields)
        if found := next((field for field in fields if field.key == key), None):
            return found
        labels = "、".join(field.label for field in fields)
        raise CannotFind(f"不能按“{key}”查找或排序“{self.layout.ledger.label}”：没有这一项。可以按：{labels}。")


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Rows that fit, as `registers.Found` says."""

    asked: Asked

    def count(self, most: int | None = None) -> int:
        return self.asked.rows().order_by()[:most].count()

    def __getitem__(self, part: slice) -> list[Kept]:
        """Which rows they are is asked first, of an index alone where there is one: only these are then read."""
        chosen = list(self.asked.rows().values_list("pk", flat=True)[part])
        found = {row["pk"]: row for row in self._values(self.asked.rows().order_by().filter(pk__in=chosen))}
        return self._kept(found[pk] for pk in chosen if pk in found)

    def each(self) -> Iterator[Kept]:
        rows = iter(self._values(self.asked.rows()).iterator(chunk_size=_PIECE))
        while piece := list(islice(rows, _PIECE)):
            yield from self._kept(piece)

    def after(self, key: str, most: int) -> list[Kept]:
        at = self.asked.layout.key
        rows = self.asked.rows().order_by(at)
        return self._kept(self._values((rows.filter(**{f"{at}__gt": key}) if key else rows)[:most]))

    def read(self, rows: QuerySet[Any]) -> list[Kept]:
        """These rows, whatever is asked for."""
        return self._kept(self._values(rows))

    def _values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.values(*dict.fromkeys(("pk", *self._about.values(), *self._paths.values())))

    @property
    def _about(self) -> Mapping[str, str]:
        layout = self.asked.layout
        told = {"region": layout.region, "parcel": layout.parcel}
        title = layout.path(layout.ledger.title)
        return {"key": layout.key, "version": "version", "title": title} | {k: path for k, path in told.items() if path}

    @property
    def _paths(self) -> Mapping[str, str]:
        return {field.key: self.asked.layout.path(field.key) for field in self.asked.fields}

    def _kept(self, rows: Iterable[Mapping[str, Any]]) -> list[Kept]:
        about, paths, on = self._about, self._paths, self.asked.on
        kept = [_kept(row, about, paths) for row in rows]
        return as_held(self.asked.layout.kind, kept, on) if on else kept


def _topmost(codes: Iterable[str]) -> list[str]:
    """Codes of regions without those that lie below another of them."""
    found: list[str] = []
    for code in sorted(codes):
        if not found or not code.startswith(found[-1]):
            found.append(code)
    return found


def _kept(row: Mapping[str, Any], about: Mapping[str, str], paths: Mapping[str, str]) -> Kept:
    told = {name: row[path] for name, path in about.items()}
    return Kept(
        key=told["key"],
        title=str(told["title"] or told["key"]),
        values={key: None if row[path] == "" else row[path] for key, path in paths.items()},
        version=told["version"],
        region_code=told.get("region") or "",
        parcel_code=told.get("parcel") or "",
    )
