"""What a reference names: a row of the registry, a unit, another case or a declared record, as far as `by` sees it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tenglong.core.ledger import Field, Kind
from tenglong.records.ledgers.queries import list_records
from tenglong.records.mechanisms.queries import find_current
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import By
from tenglong.records.registry.queries import list_enterprises, list_parcels, list_plants
from tenglong.records.registry.snapshot import MODELS

from .models import Case
from .reach import seen_by


@dataclass(frozen=True, slots=True)
class Referent:
    """The row a reference names: `key` is what is kept, `title` what people read."""

    key: str
    title: str
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the rows of a kind are: names of the columns of its key and title, and the rows that a person sees."""

    key: str
    title: str
    rows: Callable[[By], QuerySet[Any]]


_REGISTRY = {
    "enterprise": Kept("code", "name", list_enterprises),
    "parcel": Kept("code", "name", list_parcels),
    "plant": Kept("code", "name", list_plants),
    "unit": Kept("key", "name", lambda _: list_units()),
}


def kept(kind: str) -> Kept:
    """Where the rows of that kind are: the registry's, the cases of a procedure or the records of a declared ledger."""
    if kind in _REGISTRY:
        return _REGISTRY[kind]
    mechanism = find_current(kind.partition(".")[0])
    if mechanism and kind in mechanism[1].procedures:
        return Kept("number", "title", lambda by: Case.objects.filter(seen_by(by), procedure=kind))
    return Kept("key", "title", lambda by: list_records(by, kind))


def find_referent(by: By, kind: str, words: str) -> Referent | None:
    """The one row with exactly that key or title; None when there is none or more than one."""
    where = kept(kind)
    found = where.rows(by).filter(Q(**{where.key: words}) | Q(**{where.title: words}))
    rows = list(found.values_list(where.key, where.title, "region_code")[:2])
    exact = [row for row in rows if row[0] == words] or rows
    return Referent(*exact[0]) if len(exact) == 1 else None


def count_titled(by: By, kind: str, words: str) -> int:
    """How many rows have exactly that title."""
    where = kept(kind)
    return where.rows(by).filter(**{where.title: words}).count()


def titles(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """What people read for keys that stand in rows already seen."""
    if kind not in _REGISTRY:
        return {}
    where = _REGISTRY[kind]
    rows = MODELS[kind]._default_manager.filter(**{f"{where.key}__in": set(keys)})
    return dict(rows.values_list(where.key, where.title))


def read_references(
    by: By, fields: Iterable[Field], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Referent], dict[str, str]]:
    """The keys that references name, the rows of single ones, and a sentence by field key where nothing is named."""
    keys: dict[str, Any] = {}
    referents: dict[str, Referent] = {}
    problems: dict[str, str] = {}
    for field in fields:
        words = values.get(field.key)
        if not words or not field.refers_to or field.kind not in (Kind.REFERENCE, Kind.REFERENCES):
            continue
        asked = [words] if isinstance(words, str) else words
        found = [(word, find_referent(by, field.refers_to, word)) for word in asked]
        if lost := [word for word, referent in found if referent is None]:
            problems[field.key] = _not_found(by, field, lost)
            continue
        known = [referent for _, referent in found if referent]
        keys[field.key] = known[0].key if field.kind is Kind.REFERENCE else [referent.key for referent in known]
        if field.kind is Kind.REFERENCE:
            referents[field.key] = known[0]
    return keys, referents, problems


def _not_found(by: By, field: Field, words: list[str]) -> str:
    if field.refers_to and any(count_titled(by, field.refers_to, word) > 1 for word in words):
        return f"{field.label}：叫“{'、'.join(words)}”的不止一个，请改填代码。"
    return f"{field.label}：没有找到“{'、'.join(words)}”，或不在您的数据范围内；请填代码或全称，没有登记的先登记。"
