"""Finding rows of a declared ledger by what is asked: filtered, sorted and cut in the database, through the index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.records.people.rights import By, open_fields, within

from .index import column, index_value
from .models import IndexEntry, Record
from .referents import keys_like
from .registers import Condition, Kept
from .stored import load

KEY = "record_key"  # beside the fields: what names a record for good
_PIECE = 2000
_TOLD = ("key", "title", "version", "region_code", "parcel_code")  # columns beside the values


class CannotFind(Refused):
    """A list cannot be filtered or sorted like that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a ledger. `fields` are those whose values are read."""

    ledger: Ledger
    by: By
    fields: tuple[Field, ...]
    search: str = ""
    conditions: tuple[Condition, ...] = ()
    order: str = ""
    on: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the row filter leaves rows out."""
        validity = self.ledger.valid_from or self.ledger.valid_through
        return bool(self.search or self.conditions or (self.on and validity))

    def sorted_by(self) -> Field | None:
        """The field that the rows are sorted by; None: the key."""
        return _listed(self.ledger, self.by, self.order.removeprefix("-")) if self.order else None


@dataclass(frozen=True, slots=True)
class FoundRecords:
    """Rows that fit, as `registers.Found` says."""

    asked: Asked

    def count(self, most: int | None = None) -> int:
        if self.asked.narrowed:
            return rows_asked(self.asked)[:most].count()
        return Record.objects.filter(_seen(self.asked.by), ledger=self.asked.ledger.key).order_by()[:most].count()

    def __getitem__(self, part: slice) -> list[Kept]:
        start, stop = part.start or 0, part.stop
        field = self.asked.sorted_by()
        if field is None:
            return self._read(_by_key(self.asked, start, stop))
        return self._read(_by_field(self.asked, field, start, stop))

    def each(self) -> Iterator[Kept]:
        field = self.asked.sorted_by()
        chosen = _by_field(self.asked, field, 0, None) if field else _by_key(self.asked, 0, None)
        for start in range(0, len(chosen), _PIECE):
            yield from self._read(chosen[start : start + _PIECE])

    def after(self, key: str, most: int) -> list[Kept]:
        rows = rows_asked(self.asked).filter(key__gt=key).order_by("key")
        return [kept_of(self.asked.fields, row) for row in rows[:most]]

    def _read(self, chosen: Sequence[int]) -> list[Kept]:
        rows = Record.objects.filter(pk__in=list(chosen)).order_by().values_list("pk", "data", *_TOLD)
        found = {pk: _kept(self.asked.fields, data, told) for pk, data, *told in rows}
        return [found[pk] for pk in chosen if pk in found]


def kept_of(fields: Iterable[Field], record: Record) -> Kept:
    """A record as a row of its register."""
    return _kept(fields, record.data, [getattr(record, column) for column in _TOLD])


def _kept(fields: Iterable[Field], data: Mapping[str, Any], told: Sequence[Any]) -> Kept:
    key, title, version, region, parcel = told
    return Kept(key, title, {KEY: key, **load(fields, data)}, version, region, parcel)


def rows_asked(asked: Asked) -> QuerySet[Record]:
    """The records that fit, in no order."""
    rows = (
        Record.objects.alias(place=_place()).filter(_seen(asked.by, place="place"), ledger=asked.ledger.key).order_by()
    )
    for word in asked.search.lower().split():
        rows = rows.filter(words__contains=word)
    for alike in _by_entry(asked.conditions):
        rows = rows.filter(*(_fits(asked, condition) for condition in alike))
    return rows.filter(*_in_force(asked)) if asked.on else rows


def _seen(by: By, path: str = "", place: str = "") -> Q:
    region = place or f"{path}region_code"
    return within(by, region=region, unit=f"{path}unit_key", enterprise=f"{path}enterprise_code")


def _place(path: str = "") -> Concat:
    """The region as something no index knows: nearly all rows lie in one's region, and a database that begins there
    sorts them all before it gives the first page. It is to walk in the order of keys, or of a field."""
    return Concat(f"{path}region_code", Value(""))


def _by_key(asked: Asked, start: int, stop: int | None) -> list[int]:
    return list(rows_asked(asked).order_by("key").values_list("pk", flat=True)[start:stop])


def _by_field(asked: Asked, field: Field, start: int, stop: int | None) -> list[int]:
    """Through the index of that field; those without a value come last, in the order of keys."""
    entries = IndexEntry.objects.filter(ledger=asked.ledger.key, field=field.key)
    if asked.narrowed:
        entries = entries.filter(record__in=rows_asked(asked).values("pk"))
    else:
        entries = entries.alias(place=_place("record__")).filter(_seen(asked.by, "record__", "place"))
    sign = "-" if asked.order.startswith("-") else ""
    entries = entries.order_by(f"{sign}{column(field)}", f"{sign}pk")
    chosen = list(entries.values_list("record_id", flat=True)[start:stop])
    if stop is not None and len(chosen) >= stop - start:
        return chosen
    filled = start + len(chosen) if chosen else entries.order_by().count()
    rest = rows_asked(asked).filter(~Exists(_entry_of(field))).order_by("key").values_list("pk", flat=True)
    return chosen + list(rest[max(0, start - filled) : None if stop is None else stop - filled])


def _by_entry(conditions: Iterable[Condition]) -> Iterable[list[Condition]]:
    """Conditions on the value of one field ask the same index row: from and to are one stretch of the index."""
    found: dict[tuple[str, bool], list[Condition]] = {}
    for condition in conditions:
        found.setdefault((condition.field, condition.test in ("filled", "empty")), []).append(condition)
    return found.values()


def _fits(asked: Asked, condition: Condition) -> Q:
    field = _listed(asked.ledger, asked.by, condition.field)
    if condition.test in ("filled", "empty"):
        there = Exists(_entry_of(field))
        return Q(there) if condition.test == "filled" else Q(~there)
    entry = {"index_entries__ledger": asked.ledger.key, "index_entries__field": field.key}
    test, value = _test(asked, field, condition)
    return Q(**entry, **{f"index_entries__{column(field)}{test}": value})


def _test(asked: Asked, field: Field, condition: Condition) -> tuple[str, Any]:
    value = condition.value
    match condition.test:
        case "since":
            return "__gte", value
        case "until":
            return "__lt", value
        case "has" if field.kind is Kind.REFERENCE and field.refers_to:
            return "__in", [*keys_like(asked.by, field.refers_to, str(value)), str(value)]
        case "has":
            return "__icontains", str(value)
    return "", index_value(field, value)


def _in_force(asked: Asked) -> Iterator[Q]:
    """Begun by that day and not over. What does not say when it begins is not in force, what has no end goes on."""
    ledger = asked.ledger
    if ledger.valid_from:
        yield Q(Exists(_entry_of(ledger.field(ledger.valid_from)).filter(day__lte=asked.on)))
    if ledger.valid_through:
        yield Q(~Exists(_entry_of(ledger.field(ledger.valid_through)).filter(day__lt=asked.on)))


def _entry_of(field: Field) -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(record=OuterRef("pk"), field=field.key)


def _listed(ledger: Ledger, by: By, key: str) -> Field:
    """A field that the person sees and the index has."""
    field = next((one for one in open_fields(by, ledger.fields) if one.key == key and one.listed), None)
    if field is None:
        labels = "、".join(one.label for one in open_fields(by, ledger.fields) if one.listed)
        raise CannotFind(f"不能按“{key}”查找或排序“{ledger.label}”：没有这一项，或它不在清单里。可以按：{labels}。")
    return field
