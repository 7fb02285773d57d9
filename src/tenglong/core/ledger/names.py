"""Fields as names of the formula language."""

from collections.abc import Iterable

from tenglong.core.formula import NameSpec, Type

from .spec import Field, Kind

_TYPES = {
    Kind.TEXT: Type.TEXT,
    Kind.LONG_TEXT: Type.TEXT,
    Kind.NUMBER: Type.NUMBER,
    Kind.WHOLE: Type.NUMBER,
    Kind.DATE: Type.DATE,
    Kind.CHOICE: Type.TEXT,
    Kind.TRUTH: Type.TRUTH,
    Kind.REFERENCE: Type.TEXT,
}


def name_specs(fields: Iterable[Field]) -> dict[str, NameSpec]:
    """What formulas over these fields may name: label → type, unit and column. Lists are left out."""
    return {
        field.label: NameSpec(field.label, _TYPES[field.kind], field.unit, field.key)
        for field in fields
        if field.kind in _TYPES
    }
