"""What a term asks of the engine over the rows of its source, and what the answer comes to."""

from collections.abc import Mapping
from functools import cache
from typing import cast

from tenglong.core.formula import Checked, check, parse
from tenglong.core.formula.units import canonical
from tenglong.core.ledger import Field, Ledger, name_specs
from tenglong.core.measure import Take, Term, TermValue, Value
from tenglong.engines import Engine, Total, engine

from .sources import Source

_UNIT = ":unit"


@cache
def duckdb() -> Engine:
    """The one engine of the process."""
    return engine("duckdb")


def field_of(ledger: Ledger, label: str | None) -> Field | None:
    """The field of that label."""
    return next((field for field in ledger.fields if field.label == label), None) if label else None


def columns_of(term: Term, source: Source) -> frozenset[str]:
    """The keys of the fields that a term looks at."""
    keys = {spec.code for formula in (term.of, term.where) if formula for spec in formula.names}
    dated = field_of(source.ledger, term.dated)
    return frozenset(keys | ({dated.key} if dated else set()) | ({source.unit} if source.unit else set()))


def totals_of(term: Term, source: Source) -> list[Total]:
    """The totals that the engine is asked for; `value_of` reads them."""
    kind = Total(term.label, term.take.value, term.of, term.where)
    rows = Total(f"{term.label}:rows", "count", None, term.where)
    if not (source.unit and term.unit and term.take is not Take.COUNT):
        return [kind, rows]
    return [kind, rows, Total(f"{term.label}{_UNIT}", "one", _unit_of(source), term.where)]


def value_of(term: Term, totals: Mapping[str, object]) -> TermValue:
    """The term's value; none, with the sentence, where the rows' numbers are in another unit than the term says."""
    rows, unknown, missing = (
        int(cast("int", totals[f"{term.label}:{what}"])) for what in ("rows", "unknown", "missing")
    )
    refused = _other_unit(term, totals) if rows else ""
    return TermValue(None if refused else cast("Value", totals[term.label]), rows, unknown, missing, refused)


def _unit_of(source: Source) -> Checked:
    names = name_specs(source.ledger.fields)
    label = source.ledger.field(source.unit).label
    return check(parse(f"[{label}]"), names)


def _other_unit(term: Term, totals: Mapping[str, object]) -> str:
    if f"{term.label}{_UNIT}" not in totals:
        return ""
    written = totals[f"{term.label}{_UNIT}"]
    if isinstance(written, str) and canonical(written) == canonical(term.unit or ""):
        return ""
    return f"“{term.label}”要的单位是{term.unit}，登记的是{written or '几种单位'}，不能直接用；请核对来源和机制。"
