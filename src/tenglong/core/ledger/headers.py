"""Which column of a workbook is which field, and the unit that its header states."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .spec import Field
from .values import half_width

_UNIT = re.compile(r"(.+?)\s*[(\[【〔]\s*(?:单位:)?\s*([^()\[\]【】〔〕]+?)\s*[)\]】〕]$")
_SPACE = re.compile(r"\s+|[*:]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields by header, units by field key where a header states one, headers of no field, fields without a column."""

    fields: dict[str, Field]
    units: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[Field, ...]

    def pick(self, cells: Mapping[str, object]) -> dict[str, object]:
        """Cells by header → raw values by field key, ready for `read_row(fields, raw, columns.units)`."""
        return {field.key: cells.get(header) for header, field in self.fields.items()}


def match_headers(
    fields: Iterable[Field],
    headers: Sequence[str],
    aliases: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Columns:
    """The field of each header: by its label, by the label with a unit in brackets (用地面积（公顷）), by alias or key.

    `aliases` are other words for a field: word → field key. `chosen` is what people said a header is, by its
    `header_word`: a field key, or empty for a column that is not read; it goes first. Of two columns for one field the
    first counts.
    """
    wanted = list(fields)
    by_key = {field.key: field for field in wanted}
    by_word = {header_word(word): by_key[key] for word, key in (aliases or {}).items() if key in by_key}
    by_word |= {header_word(field.key): field for field in wanted}
    by_word |= {header_word(field.label): field for field in wanted}
    told = {header: chosen[word] for header in headers if chosen and (word := header_word(header)) in chosen}
    found: dict[str, Field] = {}
    units: dict[str, str] = {}
    for header in sorted(headers, key=lambda header: header not in told):
        field, unit = _told(by_key, told, header) if header in told else _field_and_unit(by_word, header)
        if field is not None and field not in found.values():
            found[header] = field
            if unit:
                units[field.key] = unit
    return Columns(
        found,
        units,
        tuple(header for header in headers if header not in found),
        tuple(field for field in wanted if field not in found.values()),
    )


def _field_and_unit(by_word: Mapping[str, Field], header: str) -> tuple[Field | None, str | None]:
    if field := by_word.get(header_word(header)):
        return field, None
    with_unit = _UNIT.fullmatch(half_width(header))
    field = by_word.get(header_word(with_unit[1])) if with_unit else None
    if field is None or with_unit is None:
        return None, None
    return field, with_unit[2] if field.unit else None


def _told(by_key: Mapping[str, Field], told: Mapping[str, str], header: str) -> tuple[Field | None, str | None]:
    field = by_key.get(told[header])
    with_unit = _UNIT.fullmatch(half_width(header))
    return field, with_unit[2] if field and field.unit and with_unit else None


def without_unit(header: str) -> str:
    """A header without the unit in brackets behind it."""
    found = _UNIT.fullmatch(half_width(header))
    return found[1] if found else header


def header_word(word: str) -> str:
    """A header as it is compared."""
    return _SPACE.sub("", half_width(word)).lower()
