"""One value of many entries, exactly; what is missing is left out, never taken for nothing."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tenglong.core.formula import Value, evaluate

from .model import LogTotal, Taken

Entry = Mapping[str, object]


def take(total: LogTotal, entries: Iterable[Entry]) -> Value:
    """The value over entries by label, the oldest first.

    An entry whose `where` is unknown is not taken. A sum over no entries is 0, over entries without a value missing.
    """
    chosen = [entry for entry in entries if total.where is None or evaluate(total.where, entry) is True]
    if total.of is None:
        return Fraction(len(chosen))
    if total.taken is Taken.LAST:
        return evaluate(total.of, chosen[-1]) if chosen else None
    values = [value for value in (evaluate(total.of, entry) for entry in chosen) if value is not None]
    if total.taken is Taken.SUM:
        return None if chosen and not values else sum(map(_number, values), Fraction(0))
    return max(values, default=None) if total.taken is Taken.MAX else min(values, default=None)


def _number(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value
