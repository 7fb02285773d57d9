"""Ledgers and their fields."""

from collections.abc import Mapping

from tenglong.core.ledger import Field, Kind

from .entry_rows import SEPARATOR
from .known import Known
from .mechanism import DeclaredLedger
from .read import Part
from .rows import SYSTEM, SYSTEM_KEYS
from .text import Node, Place

_KINDS = {kind.value: kind for kind in Kind}
_REFERENCES = (Kind.REFERENCE, Kind.REFERENCES)
_SYSTEM_LABELS = {field.label for field in SYSTEM}
LABEL_LIMIT = 40


def read_ledger(known: Known, key: str, node: Node) -> DeclaredLedger:
    """A ledger as declared; what is wrong with it is collected."""
    part = Part(known.reading, "ledger", node)
    fields = read_fields(known, part, "fields")
    if part.has("fields") and not fields:
        known.reading.problem(part.at("fields"), "台账至少要有一个字段。")
    return DeclaredLedger(
        key=known.own(key),
        label=part.text("label"),
        fields=tuple(fields.values()),
        title=_field_key(part, "title", fields) or "",
        identity=tuple(_known_field(part, word, place, fields) for word, place in part.placed_texts("identity")),
        enterprise_field=_tie(part, "enterprise", fields),
        parcel_field=_tie(part, "parcel", fields),
        region_field=_field_key(part, "region", fields),
    )


def read_fields(known: Known, part: Part, name: str) -> dict[str, Field]:
    """Fields by key. Two keys or labels that are the same, or that the program itself uses, are refused."""
    fields: dict[str, Field] = {}
    labels: set[str] = set()
    for key, place, node in part.named(name):
        field = read_field(known, key, node)
        if key in SYSTEM_KEYS or field.label in _SYSTEM_LABELS:
            known.reading.problem(place, f"“{key}（{field.label}）”是每个办件都有的，请换一个名字。")
        elif field.label and field.label in labels:
            known.reading.problem(place, f"名称“{field.label}”已经是另一个字段的，请换一个。")
        labels.add(field.label)
        fields[key] = field
    return fields


def read_field(known: Known, key: str, node: Node) -> Field:
    """One field."""
    part = Part(known.reading, "field", node)
    kind = part.choice("kind", _KINDS, Kind.TEXT)
    field = Field(
        key=key,
        label=part.text("label"),
        kind=kind,
        unit=part.text("unit") or None,
        required=part.truth("required"),
        choices=part.texts("choices"),
        refers_to=_refers_to(known, part),
        help=part.text("help"),
        listed=part.truth("listed"),
        confidential=part.truth("confidential"),
    )
    _check_label(part, field.label)
    _check_goes_with(part, "unit", kind in (Kind.NUMBER, Kind.WHOLE), "数（number、whole）", needed=False)
    _check_goes_with(part, "choices", kind is Kind.CHOICE, "选择（choice）", needed=True)
    _check_goes_with(part, "to", kind in _REFERENCES, "引用（reference、references）", needed=True)
    return field


def _refers_to(known: Known, part: Part) -> str | None:
    """What a reference points to: rows that people look up, which entries of a log are not."""
    if SEPARATOR not in part.text("to"):
        return known.reference(part.text("to"), part.at("to"))
    part.reading.problem(part.at("to"), f"不能引用一条条记录（{part.text('to')}），请引用它的办件。")
    return None


def _check_label(part: Part, label: str) -> None:
    if len(label) > LABEL_LIMIT or any(sign in label for sign in '[]"“”\n'):
        part.reading.problem(part.at("label"), f"名称不能超过 {LABEL_LIMIT} 字，也不能有方括号、引号和换行。")


def _check_goes_with(part: Part, name: str, fits: bool, kinds: str, needed: bool) -> None:
    if part.has(name) and not fits:
        part.reading.problem(part.at(name), f"只有{kinds}才写“{name}”。")
    elif needed and fits and not part.has(name):
        part.reading.problem(part.place, f"{kinds}要写“{name}”。")


def _tie(part: Part, name: str, fields: Mapping[str, Field]) -> str | None:
    key = _field_key(part, name, fields)
    if key is not None and key in fields and fields[key].refers_to != name:
        part.reading.problem(part.at(name), f"字段“{key}”不是对 {name} 的引用，应当写 kind: reference, to: {name}。")
    return key


def _field_key(part: Part, name: str, fields: Mapping[str, Field]) -> str | None:
    key = part.text(name)
    return _known_field(part, key, part.at(name), fields) if key else None


def _known_field(part: Part, key: str, place: Place, fields: Mapping[str, Field]) -> str:
    if key not in fields:
        part.reading.unknown(place, f"没有“{key}”这个字段。", key, fields)
    return key
