"""What finishing a step brings about: other cases, and dated facts of the registry."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenglong.core.formula import Checked, Type
from tenglong.core.ledger import Field, Kind
from tenglong.core.procedure.model import Effect, Opening

from .formulas import Scope, check_unit, read_formula
from .known import Known
from .mechanism import DeclaredLedger
from .problems import listed
from .read import Part, Reading
from .rows import TYPES


@dataclass(frozen=True, slots=True)
class Value:
    """A value that an effect takes."""

    type: Type
    unit: str | None = None
    required: bool = True


EFFECTS: Mapping[str, Mapping[str, Value]] = {
    "occupancy_ends": {
        "地块": Value(Type.TEXT),
        "日期": Value(Type.DATE),
        "企业": Value(Type.TEXT, required=False),  # none: everybody's
    },
    "occupancy_begins": {
        "地块": Value(Type.TEXT),
        "企业": Value(Type.TEXT),
        "面积": Value(Type.NUMBER, "亩"),
        "日期": Value(Type.DATE),
        "方式": Value(Type.TEXT, required=False),  # 自有 if not said, or 租用
    },
}


def read_effects(reading: Reading, part: Part, scope: Scope | None) -> tuple[Effect, ...]:
    """The effects of a step; the kinds and their values are a closed list."""
    return tuple(_effect(reading, Part(reading, "effect", node), scope) for node in part.items("effects"))


def _effect(reading: Reading, effect: Part, scope: Scope | None) -> Effect:
    kind = effect.choice("kind", {name: name for name in EFFECTS}, "")
    takes = EFFECTS.get(kind, {})
    values: dict[str, Checked] = {}
    for label, place, node in effect.labelled("values"):
        wanted = takes.get(label)
        if kind and wanted is None:
            reading.unknown(place, f"{kind} 没有“{label}”，可以写：{listed(takes)}。", label, takes)
        checked = read_formula(reading, node, scope, wanted.type if wanted else None)
        if checked is not None and wanted is not None:
            check_unit(reading, node.place, f"“{label}”", checked.unit, wanted.unit)
            values[label] = checked
    missing = [label for label, value in takes.items() if value.required and label not in _written(effect, "values")]
    if missing and effect.has("values"):
        reading.problem(effect.at("values"), f"{kind} 还要写：{listed(missing)}。")
    return Effect(kind, values, read_formula(reading, effect.entries.get("when"), scope, Type.TRUTH))


def read_openings(known: Known, part: Part, scope: Scope | None) -> tuple[Opening, ...]:
    """The cases that a step opens; what they carry must fit the fields of the record they open."""
    return tuple(_opening(known, Part(known.reading, "opening", node), scope) for node in part.items("opens"))


def _opening(known: Known, opening: Part, scope: Scope | None) -> Opening:
    procedure = known.procedure(opening.text("procedure"), opening.at("procedure"))
    ledger = known.record_ledger(procedure) if procedure else None
    link = opening.text("link") or None
    if ledger is not None:
        _check_link(opening, ledger, link)
        _check_required(opening, ledger, link)
    return Opening(
        procedure=procedure or "",
        carry=read_carry(known.reading, opening, ledger, scope),
        when=read_formula(known.reading, opening.entries.get("when"), scope, Type.TRUTH),
        link=link,
    )


def read_carry(
    reading: Reading, opening: Part, ledger: DeclaredLedger | None, scope: Scope | None, word: str = "carry"
) -> Mapping[str, Checked]:
    """What an opening carries over: formulas by the key of the new record's field, which stand under that word."""
    fields = {field.label: field for field in ledger.fields} if ledger else {}
    carried: dict[str, Checked] = {}
    for label, place, node in opening.labelled(word):
        field = fields.get(label)
        if ledger is not None and field is None:
            reading.unknown(place, f"“{ledger.label}”没有叫“{label}”的字段。", label, fields)
        if field is not None and field.kind is Kind.REFERENCES:
            reading.problem(place, f"“{label}”是一串引用，不能由公式带过去。")
            continue
        checked = read_formula(reading, node, scope, TYPES[field.kind] if field else None)
        if field is not None and checked is not None:
            check_unit(reading, node.place, f"“{label}”", checked.unit, field.unit)
            carried[field.key] = checked
    return carried


def _check_link(opening: Part, ledger: DeclaredLedger, link: str | None) -> None:
    fields = {field.key: field for field in ledger.fields}
    if link is not None and link not in fields:
        opening.reading.unknown(opening.at("link"), f"“{ledger.label}”没有“{link}”这个字段。", link, fields)
    elif link is not None and fields[link].kind is not Kind.TEXT:
        opening.reading.problem(opening.at("link"), f"“{link}”要记办件号，应当是文字（text）。")


def _check_required(opening: Part, ledger: DeclaredLedger, link: str | None) -> None:
    carried = _written(opening, "carry")
    missing = [field for field in ledger.fields if _must_carry(field, carried, link)]
    if missing:
        labels = listed(field.label for field in missing)
        opening.reading.problem(opening.place, f"“{ledger.label}”必填的还没有带过去：{labels}。请写进 carry。")


def _must_carry(field: Field, carried: set[str], link: str | None) -> bool:
    return field.required and field.label not in carried and field.key != link


def _written(part: Part, name: str) -> set[str]:
    return {label for label, _, _ in part.labelled(name)} if part.has(name) else set()
