"""One value of many entries, exactly; what is missing is left out, never taken for nothing."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from tenglong.core.formula import Checked, Value, evaluate

from .model import LogTotal, Taken

Entry = Mapping[str, object]


def remembering() -> Callable[[Checked, Entry], Value]:
    """An evaluation that works a formula out once for equal values: entries are many, their days and words few."""
    kept: dict[tuple[object, ...], Value] = {}

    def tell(formula: Checked, entry: Entry) -> Value:
        key = (formula.formula.text, *(entry.get(spec.name) for spec in formula.names))
        if key not in kept:
            kept[key] = evaluate(formula, entry)
        return kept[key]

    return tell


def take(total: LogTotal, entries: Iterable[Entry], tell: Callable[[Checked, Entry], Value] = evaluate) -> Value:
    """The value over entries by label, the oldest first; `tell` evaluates.

    An entry whose `where` is unknown is not taken. A sum over no entries is 0, over entries without a value missing.
    """
    chosen = [entry for entry in entries if total.where is None or tell(total.where, entry) is True]
    if total.of is None:
        return Fraction(len(chosen))
    if total.taken is Taken.LAST:
        return tell(total.of, chosen[-1]) if chosen else None
    values = [value for value in (tell(total.of, entry) for entry in chosen) if value is not None]
    if total.taken is Taken.SUM:
        return None if chosen and not values else sum(map(_number, values), Fraction(0))
    return max(values, default=None) if total.taken is Taken.MAX else min(values, default=None)


def _number(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value
