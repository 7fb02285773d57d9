"""Matches: two sides, what a pair must meet, what suits it better, where taking it up is noted."""

from collections.abc import Mapping

from tenglong.core.formula import Checked, NameSpec, Type
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.matching import Hard, Match, On, Pairing, Side, Soft, names_of_side
from tenglong.core.matching.names import OF

from .formulas import Scope, check_unit, read_formula, scope_of
from .known import Known
from .procedures import STATION_WORDS
from .read import Part
from .rows import TYPES
from .scene import Scene
from .story import ExpectMatch
from .text import Node

MOST_HARD = 60  # engines keep a bit for each


def read_match(known: Known, short: str, node: Node, station: str) -> Match:
    """A match as declared; what is wrong with it is collected."""
    part = Part(known.reading, "match", node)
    left, left_rows = _side(known, part, On.LEFT)
    right, right_rows = _side(known, part, On.RIGHT)
    if left.word and left.word == right.word:
        known.reading.problem(part.at("right"), f"两边都叫“{left.word}”，公式里分不清，请换一个 word。")
    scope = _pair_scope(left, left_rows, right, right_rows) if left_rows and right_rows else None
    if len(part.items("hard")) > MOST_HARD:
        known.reading.problem(part.at("hard"), f"硬条件最多 {MOST_HARD} 条。")
    return Match(
        key=known.own(short),
        label=part.text("label"),
        station=part.choice("station", STATION_WORDS, station),
        left=left,
        right=right,
        hard=_hard(part, scope),
        soft=_soft(part, scope),
        near=part.whole("near", 1),
        pairing=_pairing(known, part, left, scope),
        note=part.text("note"),
    )


def read_expected_match(scene: Scene, part: Part) -> ExpectMatch | None:
    """What a story expects of a pair."""
    match = scene.known.match(part.text("match"), part.at("match"))
    if match is None:
        return None
    left, right = (_row(scene, part, on, side.over) for on, side in ((on, match.side(on)) for on in On))
    fits, near, chosen = (part.truth(word) if part.has(word) else None for word in ("fits", "near", "suggested"))
    return ExpectMatch(match.key, left, right, fits, near, chosen, part.text("reason"), part.text("asks"))


def _row(scene: Scene, part: Part, on: On, over: str) -> str:
    """A case by its alias, another row by its key."""
    word, place = part.text(on), part.at(on)
    if over in scene.known.county.ledgers:
        return scene.row(over, word, place)
    procedure = scene.case(word, place)
    if procedure is not None and procedure.key != over:
        part.reading.problem(place, f"“{word}”是“{procedure.label}”的办件，不在这一边。")
    return word


def _side(known: Known, match: Part, on: On) -> tuple[Side, Ledger | None]:
    if not match.has(on):
        return Side("", ""), None
    part = Part(known.reading, "side", match.entries[on])
    over = known.reference(part.text("over"), part.at("over")) or ""
    rows = known.rows_of(over) if over else None
    scope = scope_of(rows) if rows else None
    where = read_formula(known.reading, part.entries.get("where"), scope, Type.TRUTH)
    return Side(part.text("word"), over, where), rows


def _pair_scope(left: Side, left_rows: Ledger, right: Side, right_rows: Ledger) -> Scope:
    names: dict[str, NameSpec] = {}
    fields: dict[str, Field] = {}
    for on, side, rows in ((On.LEFT, left, left_rows), (On.RIGHT, right, right_rows)):
        names |= names_of_side(on, side.word, rows)
        fields |= {f"{side.word}{OF}{field.label}": field for field in rows.fields}
    return Scope(names, fields)


def _hard(match: Part, scope: Scope | None) -> tuple[Hard, ...]:
    found = []
    for node in match.items("hard"):
        part = Part(match.reading, "hard", node)
        that = read_formula(match.reading, part.entries.get("that"), scope, Type.TRUTH)
        reason, firm = part.text("else"), part.truth("firm")
        if that is not None:
            found.append(Hard(that, reason, firm))
    return tuple(found)


def _soft(match: Part, scope: Scope | None) -> tuple[Soft, ...]:
    found: dict[str, Soft] = {}
    for node in match.items("soft"):
        part = Part(match.reading, "soft", node)
        label, weight = part.text("label"), part.number("weight")
        if part.has("weight") and weight <= 0:
            match.reading.problem(part.at("weight"), "权重要大于 0。")
        if label and label in found:
            match.reading.problem(part.at("label"), f"有两项都叫“{label}”，请换一个名称。")
        score = read_formula(match.reading, part.entries.get("score"), scope, Type.NUMBER)
        if score is not None:
            check_unit(match.reading, part.at("score"), "得分", score.unit, None)
            found[label] = Soft(label, score, str(weight))
    return tuple(found.values())


def _pairing(known: Known, match: Part, left: Side, scope: Scope | None) -> Pairing | None:
    """Where a pair is noted: the log of a step of the left side's procedure."""
    if not match.has("pairing"):
        return None
    part = Part(known.reading, "pairing", match.entries["pairing"])
    step = part.text("step")
    if not left.over:
        return Pairing(step)
    logs = known.logs_of(left.over)
    if logs is None:
        known.reading.problem(part.at("step"), f"对接要记在左边（{left.word}）的办件上，它不是办理流程。")
        return Pairing(step)
    if step and step not in logs:
        known.reading.unknown(part.at("step"), f"左边的办理流程没有“{step}”这一步。", step, logs)
    return Pairing(step, _values(part, logs.get(step, ()), scope))


def _values(part: Part, log: tuple[Field, ...], scope: Scope | None) -> Mapping[str, Checked]:
    """What is filled in: formulas by the key of the log's field."""
    fields = {field.label: field for field in log}
    filled: dict[str, Checked] = {}
    for label, place, node in part.labelled("values"):
        field = fields.get(label)
        if field is None or field.kind is Kind.REFERENCES:
            part.reading.unknown(place, f"这一步的记录里没有“{label}”这一项，或它是一串引用。", label, fields)
            continue
        checked = read_formula(part.reading, node, scope, TYPES[field.kind])
        if checked is not None:
            check_unit(part.reading, node.place, f"“{label}”", checked.unit, field.unit)
            filled[field.key] = checked
    return filled
