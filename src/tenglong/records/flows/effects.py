"""What finishing a step changes in the registry: a closed list of dated facts.

A step brings its effects by being finished; whoever may finish it needs no right of their own to the registry.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenglong.core.formula import Value, evaluate
from tenglong.core.procedure import Effect
from tenglong.records.cases.models import Case
from tenglong.records.people.rights import Program
from tenglong.records.registry.actions import begin_occupancy, end_occupancies
from tenglong.records.registry.models import Occupancy

Values = Mapping[str, Any]


def _end(values: Values, _case: Case, by: Program, at: datetime) -> None:
    end_occupancies(parcel=values["地块"], on=values["日期"], enterprise=values.get("企业"), by=by, at=at)


def _begin(values: Values, case: Case, by: Program, at: datetime) -> None:
    begin_occupancy(
        parcel=values["地块"],
        enterprise=values["企业"],
        tenure=values.get("方式") or Occupancy.Tenure.OWN.label,
        area_mu=values["面积"],
        from_on=values["日期"],
        source=f"办件 {case.number}",
        by=by,
        at=at,
    )


EFFECTS: Mapping[str, Callable[[Values, Case, Program, datetime], None]] = {
    "occupancy_ends": _end,
    "occupancy_begins": _begin,
}


def bring_about(effect: Effect, case: Case, facts: Mapping[str, Any], *, by: Program, at: datetime) -> None:
    """Change what the effect says, unless its condition does not hold or a value it needs is missing."""
    if effect.when is not None and evaluate(effect.when, facts) is not True:
        return
    values = {label: typed(evaluate(formula, facts)) for label, formula in effect.values.items()}
    if values.get("地块") is not None:
        EFFECTS[effect.kind](values, case, by, at)


def typed(value: Value) -> Any:
    """A formula's value as a field takes it: numbers as decimals, those that do not end to six places."""
    if not isinstance(value, Fraction):
        return value
    return round(Decimal(value.numerator) / Decimal(value.denominator), 6).normalize()
