"""Formulas in a mechanism: read, checked against the names they may use, their problems put at their places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenglong.core.formula import Checked, FormulaProblem, FormulaProblems, NameSpec, Type, check, parse
from tenglong.core.formula.tree import Comparison, Member, Name, Node, Text, walk
from tenglong.core.formula.units import read_unit
from tenglong.core.ledger import Field, Kind, Ledger

from . import text
from .problems import Problem, perhaps
from .read import TEXT_LIMIT, Part, Reading
from .rows import names_of

_WORDS = {Type.NUMBER: "数", Type.TEXT: "文字", Type.DATE: "日期", Type.TRUTH: "条件"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a formula may use, and the fields behind them by label."""

    names: Mapping[str, NameSpec]
    fields: Mapping[str, Field]


def scope_of(ledger: Ledger) -> Scope:
    """The labels of a ledger."""
    return Scope(names_of(ledger), {field.label: field for field in ledger.fields})


def read_formula(
    reading: Reading, node: text.Node | None, scope: Scope | None, type_: Type | None = None
) -> Checked | None:
    """The formula a node holds; None when there is none or it has problems. No scope: only what it is written as."""
    if node is None:
        return None
    if not isinstance(node, text.Scalar) or len(node.text) > TEXT_LIMIT:
        reading.problem(node.place, "这里应当是一个公式。")
        return None
    try:
        formula = parse(node.text)
        if scope is None:
            return None
        checked = check(formula, scope.names)
    except FormulaProblem as single:
        _report(reading, node, single)
    except FormulaProblems as several:
        for problem in several.problems:
            _report(reading, node, problem)
    else:
        for message, suggestion, at in _wrong_choices(checked, scope):
            reading.problems.append(_placed(node, at.start, message, suggestion))
        if type_ in (None, checked.type):
            return checked
        reading.problem(node.place, f"这个公式得出{_WORDS[checked.type]}，这里应当是{_WORDS[type_]}。")
    return None


def _report(reading: Reading, node: text.Scalar, problem: FormulaProblem) -> None:
    message = f"公式“{_short(node.text)}”：{problem.message_zh}。"
    reading.problems.append(_placed(node, problem.start, message, problem.suggestion or ""))


def _placed(node: text.Scalar, start: int, message: str, suggestion: str) -> Problem:
    """A problem within a formula that stands on one line is at its own column."""
    place = node.place
    offset = 0 if "\n" in node.text else start + (0 if node.plain else 1)
    return Problem(place.file, place.line, place.column + offset, place.path, message, suggestion)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"


def _wrong_choices(checked: Checked, scope: Scope) -> Iterator[tuple[str, str, Node]]:
    """Texts that a choice is compared with but that cannot be chosen."""
    for node in walk(checked.formula.root):
        sides: tuple[Node, ...] = ()
        if isinstance(node, Comparison):
            sides = (node.left, node.right)
        elif isinstance(node, Member):
            sides = (node.operand, *node.options)
        fields = [scope.fields[side.name] for side in sides if isinstance(side, Name) and side.name in scope.fields]
        for field in fields:
            for side in sides:
                if field.kind is Kind.CHOICE and isinstance(side, Text) and side.value not in field.choices:
                    message = f"“{field.label}”里没有“{side.value}”，可以选：{'、'.join(field.choices)}。"
                    yield message, perhaps(side.value, field.choices), side


def read_conditions(reading: Reading, part: Part, name: str, scope: Scope | None) -> tuple[tuple[Checked, str], ...]:
    """A list of “that: formula, else: sentence”."""
    found = []
    for node in part.items(name):
        condition = Part(reading, "check", node)
        sentence = condition.text("else")
        that = read_formula(reading, condition.entries.get("that"), scope, Type.TRUTH)
        if that is not None:
            found.append((that, sentence))
    return tuple(found)


def check_unit(reading: Reading, place: text.Place, what: str, unit: str | None, wanted: str | None) -> None:
    """Refuse a value whose unit is not the one wanted. A plain number fits any unit."""
    if unit and (wanted is None or not same_unit(unit, wanted)):
        message = f"{what}的单位是“{unit}”，这里要的是“{wanted or '无单位'}”。"
        reading.problem(place, message, f"请用 换算(…, {wanted}) 换过来。" if wanted else "")


def same_unit(one: str, other: str) -> bool:
    """Is one of the first exactly one of the second?"""
    first, second = read_unit(one), read_unit(other)
    return first.dimension == second.dimension and first.size == second.size
