"""The names that a pair's formulas use: the fields of both sides, each under the word of its side."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenglong.core.formula import Checked, NameSpec
from tenglong.core.ledger import Ledger, name_specs

from .model import Match, On

OF = "的"
Values = Mapping[str, object]


def code_of(on: On, key: str) -> str:
    """The column that a field of one side has in a table of pairs."""
    return f"{on}_{key}"


def place_of(spec: NameSpec) -> tuple[On, str]:
    """On which side a name of a pair's formula is, and the key of its field there."""
    side, _, key = spec.code.partition("_")
    return On(side), key


def names_of_side(on: On, word: str, ledger: Ledger) -> dict[str, NameSpec]:
    """The labels of a ledger after the word of its side: `资源的建筑面积`."""
    return {
        f"{word}{OF}{label}": replace(spec, name=f"{word}{OF}{label}", column=code_of(on, spec.code))
        for label, spec in name_specs(ledger.fields).items()
    }


def formulas_of(match: Match) -> tuple[Checked, ...]:
    """Every formula over pairs, hard conditions first."""
    taken = match.pairing.values.values() if match.pairing else ()
    return (*(hard.that for hard in match.hard), *(soft.score for soft in match.soft), *taken)


def keys_read(formulas: Iterable[Checked], on: On) -> tuple[str, ...]:
    """The keys of the fields that the formulas read on one side, each once."""
    places = (place_of(spec) for checked in formulas for spec in checked.names)
    return tuple(dict.fromkeys(key for side, key in places if side is on))


def row_of(checked: Checked, left: Values, right: Values) -> dict[str, object]:
    """The values that a formula sees of a pair, from the rows of both sides by the keys of their fields."""
    sides = {On.LEFT: left, On.RIGHT: right}
    found = {}
    for spec in checked.names:
        on, key = place_of(spec)
        found[spec.name] = sides[on].get(key)
    return found
