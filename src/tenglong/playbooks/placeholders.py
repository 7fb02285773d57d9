"""Texts with figures in braces: {key}, {key@本年|亿元}, {字段名称}, {=公式|大写}, each checked where it stands."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tenglong.core.measure import Measure
from tenglong.core.report.model import Piece, Since, Text
from tenglong.core.report.say import UnknownUnit, check_said

from .formulas import Scope, read_formula
from .known import Known
from .read import NAME, Reading
from .text import Node, Place, Scalar

_HOLE = re.compile(r"\{([^{}]*)\}")
_SINCE = {since.value: since for since in Since}


@dataclass(frozen=True, slots=True)
class Hole:
    """What stands in one pair of braces: `since` and `unit` are empty where they are not written."""

    place: Place
    words: str
    since: str = ""
    unit: str = ""


Filler = Callable[[Hole], Piece | None]


def read_texts(reading: Reading, node: Node | None, fill: Filler) -> Text:
    """Words and figures in their order; what is wrong with a figure is collected."""
    if node is None:
        return ()
    if not isinstance(node, Scalar) or not node.text.strip():
        reading.problem(node.place, "这里应当是一段文字。")
        return ()
    text, pieces, end = node.text.strip(), [], 0
    for found in _HOLE.finditer(text):
        pieces += _words(reading, node, text[end : found.start()])
        hole = read_hole(found[1], _at(node, found.start(1)))
        piece = fill(hole)
        pieces += [piece] if piece else []
        end = found.end()
    return tuple(pieces + _words(reading, node, text[end:]))


def read_hole(inner: str, place: Place) -> Hole:
    """What stands in braces, or alone in a list: words, perhaps with @ from when and | in which unit."""
    said, _, unit = inner.partition("|")
    words, _, since = said.rpartition("@") if "@" in said and not said.startswith("=") else (said, "", "")
    return Hole(place, words.strip(), since.strip(), unit.strip())


def fill_report(known: Known, facts: Iterable[str], hole: Hole) -> Piece | None:
    """A fact of the report, or a measure's figure."""
    if hole.words in facts:
        return Piece(field=hole.words)
    if not NAME.fullmatch(hole.words.rpartition(".")[2]):
        message = f"“{hole.words}”不是指标的名字，也不是报告自己的事实。"
        known.reading.unknown(hole.place, message, hole.words, facts)
        return None
    return read_figure(known, hole)[0]


def read_figure(known: Known, hole: Hole) -> tuple[Piece | None, Measure | None]:
    """A measure's figure with its measure; None, with a problem, when something in it is wrong."""
    reading, measure = known.reading, known.measure(hole.words, hole.place)
    if hole.since and hole.since not in _SINCE:
        reading.unknown(hole.place, f"不认识“@{hole.since}”，可以写 {'、'.join(_SINCE)}。", hole.since, _SINCE)
        return None, None
    if measure is None or not _check_unit(reading, hole, measure.unit):
        return None, None
    return Piece(measure=measure.key, unit=hole.unit, since=_SINCE.get(hole.since, Since.PERIOD)), measure


def fill_document(reading: Reading, facts: Iterable[str], scope: Scope, hole: Hole) -> Piece | None:
    """A fact of the document, a field of the case, or a formula over them."""
    if hole.words.startswith("="):
        written = Scalar(_moved(hole.place, 1), hole.words[1:], True)
        value = read_formula(reading, written, scope)
        if value is None or not _check_unit(reading, hole, value.unit or ""):
            return None
        return Piece(value=value, unit=hole.unit)
    if hole.words in facts:
        return Piece(field=hole.words)
    if hole.words not in scope.fields:
        message = f"办件里没有叫“{hole.words}”的字段。"
        reading.unknown(hole.place, message, hole.words, (*scope.fields, *facts))
        return None
    own = scope.fields[hole.words].unit or ""
    return Piece(field=hole.words, unit=hole.unit) if _check_unit(reading, hole, own) else None


def _check_unit(reading: Reading, hole: Hole, own: str) -> bool:
    try:
        check_said(own, hole.unit)
    except UnknownUnit as problem:
        reading.problem(hole.place, f"“{hole.words}”的单位是“{own or '无单位'}”，不能写成“{hole.unit}”：{problem}")
        return False
    return True


def _words(reading: Reading, node: Scalar, text: str) -> list[Piece]:
    for brace in "{}":
        if brace in text:
            reading.problem(_at(node, node.text.find(text) + text.index(brace)), "花括号没有成对。")
            break
    return [Piece(words=text)] if text else []


def _at(node: Scalar, offset: int) -> Place:
    """Where a part of a text stands, if the text stands on one line."""
    if "\n" in node.text:
        return node.place
    return _moved(node.place, offset + (0 if node.plain else 1))


def _moved(place: Place, offset: int) -> Place:
    return replace(place, column=place.column + offset)
