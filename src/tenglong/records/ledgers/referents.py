"""What references name: rows of the registry, of declared ledgers, cases. Each app makes its kinds known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.records.people.rights import By, Program

from .registers import Condition, get_register

_PROGRAM = Program("台账")
_BATCH = 500
_MOST_ALIKE = 500  # keys that a search by part of a title goes on with


@dataclass(frozen=True, slots=True)
class Referent:
    """The row a reference names: `key` is what is kept, `title` what people read."""

    key: str
    title: str
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the rows of a kind are: names of the columns of its key and title, and the rows that a person sees.

    A row with anything in one of `ended` is over: its key still names it, its title only where no other has it.
    """

    key: str
    title: str
    rows: Callable[[By], QuerySet[Any]]
    region: str = "region_code"
    ended: tuple[str, ...] = ()


Find = Callable[[str], Kept | None]

_kinds: list[Find] = []


def register_referents(find: Find) -> None:
    """Make known where rows that can be referred to are, by kind."""
    if find not in _kinds:
        _kinds.append(find)


def kept(kind: str) -> Kept | None:
    """Where the rows of that kind are; None when nobody keeps them."""
    return next((found for find in _kinds if (found := find(kind))), None)


def find_referents(by: By, kind: str, words: Iterable[str]) -> dict[str, list[Referent]]:
    """The rows that each word names, by key or else by exact title; words that name none are left out."""
    where, wanted = kept(kind), sorted(set(words))
    if where is None:
        return {word: hits for word in wanted if (hits := _of_register(by, kind, word))}
    keyed: dict[str, list[Referent]] = {}
    titled: dict[str, list[Referent]] = {}
    over: dict[str, list[Referent]] = {}
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        found = where.rows(by).filter(Q(**{f"{where.key}__in": some}) | Q(**{f"{where.title}__in": some}))
        columns = (where.key, where.title, where.region, *where.ended)
        for key, title, region, *ended in found.order_by().values_list(*columns):
            keyed.setdefault(key, []).append(Referent(key, title, region))
            (over if any(ended) else titled).setdefault(title, []).append(Referent(key, title, region))
    return {word: hits for word in wanted if (hits := keyed.get(word) or titled.get(word) or over.get(word))}


def _of_register(by: By, kind: str, word: str) -> list[Referent]:
    """Of a kind that nobody made known but as a register."""
    kind_of = get_register(kind)
    try:
        found = [kind_of.get(by, word)]
    except Refused:
        found = list(kind_of.find(by, conditions=(Condition(kind_of.ledger.title, "is", word),), keys=())[:2])
    return [Referent(one.key, one.title, one.region_code) for one in found]


def keys_like(by: By, kind: str, words: str) -> list[str]:
    """The keys of rows whose title has these words in it."""
    where = kept(kind)
    if where is None:
        found = get_register(kind).find(by, search=words, keys=())[:_MOST_ALIKE]
        return [row.key for row in found]
    rows = where.rows(by).filter(**{f"{where.title}__icontains": words}).order_by()
    return list(rows.values_list(where.key, flat=True)[:_MOST_ALIKE])


def titles_of(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """What people read for keys that stand in rows already seen."""
    found = find_referents(_PROGRAM, kind, keys)
    return {key: hits[0].title for key, hits in found.items() if hits[0].key == key}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A row with the keys that its references name, the rows of single ones, and a sentence for what is not found."""

    values: Mapping[str, Any]
    referents: Mapping[str, Referent]
    problems: Mapping[str, str]


def resolve(by: By, fields: Iterable[Field], rows: Sequence[Mapping[str, Any]]) -> list[Resolved]:
    """What the references of rows name, as far as `by` sees it: each kind is asked once, however many rows."""
    pointing = [field for field in fields if field.refers_to and field.kind in (Kind.REFERENCE, Kind.REFERENCES)]
    asked: dict[str, set[str]] = {}
    for field in pointing:
        asked.setdefault(field.refers_to or "", set()).update(word for row in rows for word in _words(row, field))
    found = {kind: find_referents(by, kind, words) for kind, words in asked.items()}
    return [_resolved(pointing, row, found) for row in rows]


def _words(row: Mapping[str, Any], field: Field) -> list[str]:
    value = row.get(field.key)
    return [value] if isinstance(value, str) else list(value or ())


def _resolved(
    fields: Iterable[Field], row: Mapping[str, Any], found: Mapping[str, Mapping[str, list[Referent]]]
) -> Resolved:
    values, referents, problems = dict(row), {}, {}
    for field in fields:
        known = found[field.refers_to or ""]
        words = _words(row, field)
        if wrong := [word for word in words if len(known.get(word, ())) != 1]:
            problems[field.key] = _sentence(field, wrong, known)
        elif words:
            named = [known[word][0] for word in words]
            values[field.key] = named[0].key if field.kind is Kind.REFERENCE else [one.key for one in named]
            if field.kind is Kind.REFERENCE:
                referents[field.key] = named[0]
    return Resolved(values, referents, problems)


def _sentence(field: Field, words: list[str], known: Mapping[str, list[Referent]]) -> str:
    if any(word in known for word in words):
        return f"{field.label}：叫“{'、'.join(words)}”的不止一个，请改填代码。"
    return f"{field.label}：没有找到“{'、'.join(words)}”，或不在您的数据范围内；请填代码或全称，没有登记的先登记。"
