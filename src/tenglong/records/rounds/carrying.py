"""What a new answer begins with: from the addressee's own row, from the round before, from a year before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenglong.core.collection import periods_before
from tenglong.core.formula import Checked, evaluate
from tenglong.core.ledger import Field, Kind
from tenglong.core.measure import Period

from .addressees import Addressee
from .models import Asked, Round
from .signed import facts_of, read_signed
from .spec import Spec

_DIGITS = 6  # of what a formula reckons


class Carried:
    """The answers before, by addressee: read once for a whole round."""

    def __init__(self, spec: Spec, region: str, period: Period) -> None:
        self._spec = spec
        last, year_before = periods_before(spec.collection, period)
        self._last = self._facts(region, last.text)
        self._year_before = self._facts(region, year_before.text)

    def values(self, one: Addressee) -> dict[str, Any]:
        """What is filled in for an addressee, by field key; what cannot be told is left empty."""
        collection = self._spec.collection
        taken = self._taken(collection.about, one.facts)
        taken |= self._taken(collection.last, self._last.get(one.key))
        taken |= self._taken(collection.year_before, self._year_before.get(one.key))
        return {key: value for key, value in taken.items() if value is not None}

    def _facts(self, region: str, period: str) -> dict[str, dict[str, Any]]:
        before = Round.objects.filter(collection=self._spec.collection.key, region_code=region, period=period)
        asked = list(Asked.objects.filter(round__in=before))
        signed = read_signed(self._spec, asked)
        return {
            one.addressee: facts_of(self._spec, one, signed[one.number].data) for one in asked if one.number in signed
        }

    def _taken(self, formulas: Mapping[str, Checked], facts: Mapping[str, Any] | None) -> dict[str, Any]:
        if facts is None:
            return {}
        fields = {field.key: field for field in self._spec.frame.ledger.fields}
        return {key: _kept(fields[key], evaluate(formula, facts)) for key, formula in formulas.items()}


def _kept(field: Field, value: Fraction | str | date | bool | None) -> Any:
    """A value that a formula gave, as the field keeps it."""
    if not isinstance(value, Fraction):
        return value
    if field.kind is Kind.WHOLE:
        return round(value)
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return round(number, _DIGITS).normalize() + 0
