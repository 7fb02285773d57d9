"""Conditions in an address: `field:test:value`."""

from collections.abc import Iterable
from typing import get_args

from tenglong.core.ledger import CannotRead, Field, Kind, read_value
from tenglong.records.ledgers.registers import Condition, Test

from .words import CannotAsk

_TESTS = frozenset(get_args(Test))
_BARE = frozenset({"filled", "empty"})
_MEASURED = frozenset({Kind.NUMBER, Kind.WHOLE, Kind.DATE})
_NAMED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE, Kind.CHOICE})


def conditions(fields: Iterable[Field], asked: Iterable[str]) -> tuple[Condition, ...]:
    """What is asked, with typed values; refuses what the field cannot be asked."""
    known = {word: field for field in fields for word in (field.label, field.key)}
    return tuple(_condition(known, one) for one in asked)


def _condition(known: dict[str, Field], asked: str) -> Condition:
    name, _, rest = asked.partition(":")
    test, _, text = rest.partition(":")
    field = known.get(name)
    if field is None or not field.listed:
        listed = "、".join(dict.fromkeys(f"{one.key}（{one.label}）" for one in known.values() if one.listed))
        raise CannotAsk(f"不能筛选“{name}”：没有这一项，或它不能筛选。可以按：{listed}。")
    if test not in _TESTS or not _fits(field, test):
        raise CannotAsk(f"不能筛选“{field.label}”：比较“{test}”在这一项上不行。请写 字段:比较:值，比较见接口说明。")
    return Condition(field.key, test, None if test in _BARE else _value(field, test, text))  # type: ignore[arg-type]


def _fits(field: Field, test: str) -> bool:
    if test in ("since", "until"):
        return field.kind in _MEASURED
    return field.kind in _NAMED if test == "has" else test in _BARE or field.kind is not Kind.REFERENCES


def _value(field: Field, test: str, text: str) -> object:
    if test == "has":
        found: object = text
    else:
        try:
            found = read_value(field, text)
        except CannotRead as problem:
            raise CannotAsk(f"不能筛选：{problem}") from None
    if found in (None, ""):
        raise CannotAsk(f"不能筛选“{field.label}”：没有写值。请写成 字段:比较:值。")
    return found
