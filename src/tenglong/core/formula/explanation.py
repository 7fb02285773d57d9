"""Why a formula gives what it gives: the same tree with the row's values, in sentences a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .check import Checked
from .functions import BY_WORD
from .numbers import SAME, Value, format_number, plain_number
from .reference import read_row, value_of
from .tree import (
    Arithmetic,
    Call,
    Comparison,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Presence,
    Scale,
    Type,
    children,
    is_plain,
    walk,
)

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
_LEAST_SMALL_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """One part of a formula with its value. `text` is the part as typed; `sentence` says how the value came about."""

    text: str
    value: Value
    unit: str | None
    sentence: str
    children: tuple["Explanation", ...] = ()

    def sentences(self) -> Iterator[str]:
        """The sentences of this part and of every part under it, the whole first."""
        yield self.sentence
        for child in self.children:
            yield from child.sentences()


def explain(checked: Checked, row: Mapping[str, object], label: str | None = None, digits: int = 2) -> Explanation:
    """The tree of values for one row. `label` names the whole; calculated numbers are shown to `digits` places."""
    teller = _Teller(checked, read_row(checked, row), digits)
    whole = teller.explanation(checked.formula.root)
    if label is None:
        return whole
    joint = "：" if checked.type is Type.TRUTH else " = "
    return Explanation(whole.text, whole.value, whole.unit, f"{label}{joint}{whole.sentence}", whole.children)


class _Teller:
    """Tells one formula over one row."""

    def __init__(self, checked: Checked, row: Mapping[str, Value], digits: int) -> None:
        self._checked = checked
        self._row = row
        self._digits = digits

    def explanation(self, node: Node) -> Explanation:
        parts = tuple(self.explanation(part) for part in _told_parts(node))
        text, value = self._checked.formula.slice(node), value_of(node, self._row)
        return Explanation(text, value, self._unit(node), self._sentence(node, value), parts)

    def _unit(self, node: Node) -> str | None:
        kind = self._checked.kinds.get(node)
        return str(kind.unit) or None if kind else None

    def _sentence(self, node: Node, value: Value) -> str:
        phrase = self._phrase(node.operand if isinstance(node, Scale) else node)
        if is_plain(node):
            return phrase
        if isinstance(node, Call) and node.function == "if":
            phrase = self._choice(node)
        if value is None and self._is_truth(node):
            return f"{phrase}，无法判断{self._reasons(node)}"
        if value is None:
            return f"{phrase} = 缺失{self._reasons(node)}"
        if isinstance(value, bool):
            return f"{phrase}，{'成立' if value else '不成立'}"
        return f"{phrase} = {self._show(value, self._unit(node))}"

    def _choice(self, node: Call) -> str:
        condition, yes, no = node.arguments
        truth = value_of(condition, self._row)
        if truth is None:
            return f"如果 {self._phrase(condition)}，无法判断"
        said = "成立" if truth else "不成立"
        return f"如果 {self._phrase(condition)}，{said}，取 {self._phrase(yes if truth else no)}"

    def _is_truth(self, node: Node) -> bool:
        return self._checked.kinds[node].type is Type.TRUTH

    def _reasons(self, node: Node) -> str:
        """Why there is no value: what is missing, what is divided by zero."""
        reasons: dict[str, None] = {}
        for part in walk(node):
            if isinstance(part, Name) and self._row[part.name] is None:
                reasons[f"“{part.name}”缺失"] = None
            elif isinstance(part, Arithmetic) and part.sign == "/":
                divisor = value_of(part.right, self._row)
                if isinstance(divisor, Fraction) and abs(divisor) <= SAME:
                    reasons[f"除数“{self._checked.formula.slice(part.right)}”是 0"] = None
        return f"（{'，'.join(reasons)}）" if reasons else ""

    def _phrase(self, node: Node, within: int = 0) -> str:  # noqa: PLR0911 - one line per kind of node
        """The node with the values put in; brackets where `within` binds tighter."""
        tightness = _tightness(node)
        if tightness < within:
            return f"（{self._phrase(node)}）"
        match node:
            case Name():
                return f"{node.name} {self._show(self._row[node.name], self._unit(node), entered=True)}"
            case Scale():
                return self._scaled(node, within)
            case Negative():
                return f"−{self._phrase(node.operand, 7)}"
            case Arithmetic() | Comparison():
                sign = _SIGNS.get(node.sign, node.sign)
                return f"{self._phrase(node.left, tightness)} {sign} {self._phrase(node.right, tightness + 1)}"
            case Member():
                options = "、".join(self._phrase(option) for option in node.options)
                return f"{self._phrase(node.operand, 5)} 属于（{options}）"
            case Presence():
                operand = node.operand.name if isinstance(node.operand, Name) else self._phrase(node.operand, 5)
                return f"{operand} {'有值' if node.known else '缺失'}"
            case Not():
                return f"非 {self._phrase(node.operand, 3)}"
            case Logic():
                word = "且" if node.word == "and" else "或"
                return f"{self._phrase(node.left, tightness)} {word} {self._phrase(node.right, tightness)}"
            case Call():
                arguments = [self._phrase(argument) for argument in node.arguments]
                return f"{BY_WORD[node.function].name}（{'，'.join(filter(None, arguments))}）"
        return self._checked.formula.slice(node)

    def _scaled(self, node: Scale, within: int) -> str:
        operand = self._phrase(node.operand, within)
        value = value_of(node, self._row)
        return operand if _is_silent(node) else f"{operand}（合 {self._show(value, self._unit(node))}）"

    def _show(self, value: Value, unit: str | None, entered: bool = False) -> str:
        if value is None:
            return "缺失"
        if isinstance(value, Fraction):
            if entered or value.denominator == 1:
                return plain_number(value, unit)
            return format_number(
                value, self._digits if abs(value) >= 1 else max(self._digits, _LEAST_SMALL_DIGITS), unit
            )
        if isinstance(value, bool):
            return "是" if value else "否"
        return value.isoformat() if isinstance(value, date) else f"“{value}”"


def _told_parts(node: Node) -> Iterator[Node]:
    for part in children(node):
        while isinstance(part, Scale) and _is_silent(part):
            part = part.operand  # noqa: PLW2901
        yield part


def _is_silent(node: Scale) -> bool:
    """Was it put in by the checker, not typed?"""
    return (node.start, node.end) == (node.operand.start, node.operand.end)


def _tightness(node: Node) -> int:
    match node:
        case Logic():
            return 1 if node.word == "or" else 2
        case Not():
            return 3
        case Comparison() | Member() | Presence():
            return 4
        case Arithmetic():
            return 5 if node.sign in "+-" else 6
        case Negative():
            return 7
    return 8
