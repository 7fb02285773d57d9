"""What the registry says now of what a run was made of: a figure changed since stands beside the one published."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tenglong.core.formula import evaluate
from tenglong.core.measure import Take, read_period, show_term
from tenglong.core.scorecard import Input
from tenglong.records.ledgers.sources import Row, get_source
from tenglong.records.ledgers.spans import Span
from tenglong.records.people.rights import By

from .explaining import Explained


def reread(explained: Explained, by: By) -> dict[str, str]:
    """The inputs, by label, of which `by` now finds another value where the published one was taken from.

    Only inputs that are the one value of one row; what is not there any more is said so.
    """
    inputs = explained.row.data["inputs"]
    single = {one.label: one for one in explained.scorecard.inputs if one.term.take is Take.ONE}
    keys = {label: inputs[label]["rows"][0] for label in single if len(inputs[label]["rows"]) == 1}
    day = Span(read_period(explained.row.run.period)).day
    found = _rows_now({label: (single[label].term.over, key) for label, key in keys.items()}, by, day)
    told = {label: _told(single[label], found.get(label), inputs[label]["value"]) for label in keys}
    return {label: words for label, words in told.items() if words}


def _rows_now(places: Mapping[str, tuple[str, str]], by: By, on: date | None) -> dict[str, Row]:
    """The rows by label; each ledger is read once."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for over, key in places.values():
        wanted[over].add(key)
    rows: dict[tuple[str, str], Row] = {}
    for over, keys in wanted.items():
        source = get_source(over)
        rows |= {(over, str(row[source.named_by])): row for row in source.picked(by, keys, on=on)}
    return {label: rows[place] for label, place in places.items() if place in rows}


def _told(one: Input, row: Row | None, published: str | None) -> str:
    if row is None:
        return "现在已经没有这一行登记"
    ledger = get_source(one.term.over).ledger
    assert one.term.of is not None
    value = evaluate(one.term.of, {field.label: row.get(field.key) for field in ledger.fields})
    same = str(value) == published
    if isinstance(value, Fraction):
        same = published is not None and value == Fraction(published)
    return "" if same else f"登记现在是 {show_term(value)}"
