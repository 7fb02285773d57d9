"""Ledgers and their fields."""

from collections.abc import Mapping as Table

from tenglong.core.ledger import Field, Kind

from .entry_rows import SEPARATOR
from .known import Known
from .mechanism import INSIDE, DeclaredLedger
from .read import Part, Reading, read_truth
from .rows import SYSTEM, SYSTEM_KEYS
from .text import Mapping, Node, Place

_KINDS = {kind.value: kind for kind in Kind}
_OF_KEPT_ROWS = ("state", "from", "through", "by")
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
        unit_field=_tie(part, "unit", fields),
        state=_listed_key(part, "state", fields, Kind.CHOICE),
        valid_from=_listed_key(part, "from", fields, Kind.DATE),
        valid_through=_listed_key(part, "through", fields, Kind.DATE),
        kept_by=known.roles(part, "by"),
    )


def check_handled(reading: Reading, node: Node) -> None:
    """What is said of rows that people keep as rows has no meaning where a procedure handles them."""
    for word in _OF_KEPT_ROWS:
        if isinstance(node, Mapping) and word in node.entries:
            reading.problem(node.keys[word], f"这个台账由办理流程来办，不写“{word}”：状态、时限和谁办写在流程里。")


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
        confidential=_confidential(known, part),
        open_once=part.text("open_once"),
        personal=part.truth("personal"),
        least=part.number("least") if part.has("least") else None,
        most=part.number("most") if part.has("most") else None,
    )
    _check_label(part, field.label)
    for name in ("unit", "least", "most"):
        _check_goes_with(part, name, kind in (Kind.NUMBER, Kind.WHOLE), "数（number、whole）", needed=False)
    if field.least is not None and field.most is not None and field.least > field.most:
        part.reading.problem(part.at("most"), f"最多（{field.most}）比最少（{field.least}）还小。")
    _check_goes_with(part, "choices", kind is Kind.CHOICE, "选择（choice）", needed=True)
    _check_goes_with(part, "to", kind in _REFERENCES, "引用（reference、references）", needed=True)
    return field


def _refers_to(known: Known, part: Part) -> str | None:
    """What a reference points to: rows that people look up, which entries of a log are not."""
    if SEPARATOR not in part.text("to"):
        return known.reference(part.text("to"), part.at("to"))
    part.reading.problem(part.at("to"), f"不能引用一条条记录（{part.text('to')}），请引用它的办件。")
    return None


def _confidential(known: Known, part: Part) -> str:
    """The circle that keeps the field; `true`, as it was written before there were several, is `inside`."""
    word = part.text("confidential")
    said = read_truth(word)
    if said is not None:
        return INSIDE if said else ""
    if word and word not in known.county.confidences:
        candidates = ("true", *known.county.confidences)
        part.reading.unknown(part.at("confidential"), f"没有“{word}”这类保密内容。", word, candidates)
    if part.has("open_once") and not word:
        part.reading.problem(part.at("open_once"), "只有保密的字段才写“open_once”。")
    return word


def _check_label(part: Part, label: str) -> None:
    if len(label) > LABEL_LIMIT or any(sign in label for sign in '[]"“”\n'):
        part.reading.problem(part.at("label"), f"名称不能超过 {LABEL_LIMIT} 字，也不能有方括号、引号和换行。")


def _check_goes_with(part: Part, name: str, fits: bool, kinds: str, needed: bool) -> None:
    if part.has(name) and not fits:
        part.reading.problem(part.at(name), f"只有{kinds}才写“{name}”。")
    elif needed and fits and not part.has(name):
        part.reading.problem(part.place, f"{kinds}要写“{name}”。")


def _tie(part: Part, name: str, fields: Table[str, Field]) -> str | None:
    key = _field_key(part, name, fields)
    if key is not None and key in fields and fields[key].refers_to != name:
        part.reading.problem(part.at(name), f"字段“{key}”不是对 {name} 的引用，应当写 kind: reference, to: {name}。")
    return key


def _listed_key(part: Part, name: str, fields: Table[str, Field], kind: Kind) -> str:
    """The key of a field by which lists are filtered, of that kind."""
    key = _field_key(part, name, fields) or ""
    if key in fields and not (fields[key].kind is kind and fields[key].listed):
        part.reading.problem(part.at(name), f"字段“{key}”应当写 kind: {kind}, listed: true，台账按它查找。")
    return key


def _field_key(part: Part, name: str, fields: Table[str, Field]) -> str | None:
    key = part.text(name)
    return _known_field(part, key, part.at(name), fields) if key else None


def _known_field(part: Part, key: str, place: Place, fields: Table[str, Field]) -> str:
    if key not in fields:
        part.reading.unknown(place, f"没有“{key}”这个字段。", key, fields)
    return key
