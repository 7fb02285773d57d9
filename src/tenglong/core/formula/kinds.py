"""What a node is (type, unit), and how values that must be of one kind are brought to one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .problems import FormulaProblem
from .tree import Formula, Node, Number, Scale, Type, walk
from .units import PURE, Unit, ratio

_TYPE_WORDS = {Type.NUMBER: "数", Type.TEXT: "文字", Type.DATE: "日期", Type.TRUTH: "条件"}
_HINTS = {
    (Type.NUMBER, Type.TEXT): "数不要加引号。",
    (Type.DATE, Type.TEXT): "日期不要加引号，写成 2023-01-31。",
    (Type.NUMBER, Type.DATE): "两个日期相隔多少天，请写 天数(从, 到)。",
    (Type.TRUTH, Type.NUMBER): "请写成比较，例如 甲 > 0。",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Type and unit of a node. `literal`: "bare" for plain constants, which take any unit; "percent" for 5%.

    A type of None means that a problem inside has been reported already.
    """

    type: Type | None
    unit: Unit = PURE
    literal: str = ""

    @property
    def known_type(self) -> Type:
        """The type, once no problem was found."""
        assert self.type is not None
        return self.type


UNSURE = Kind(None)
Pair = tuple[Kind, Node]


class Problems:
    """The problems found in one formula so far."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.found: list[FormulaProblem] = []

    def add(self, node: Node, message: str, suggestion: str | None = None) -> None:
        """Report a problem at the node's place."""
        self.found.append(FormulaProblem(message, self.formula.text, node.start, node.end, suggestion))

    def expect(self, node: Node, kind: Kind, type_: Type) -> None:
        """Report a node that is not of the type."""
        if kind.type not in (None, type_):
            assert kind.type is not None
            shown, hint = self.formula.slice(node), _HINTS.get((type_, kind.type))
            self.add(node, f"“{shown}”是{_TYPE_WORDS[kind.type]}，这里要的是{_TYPE_WORDS[type_]}", hint)

    def clash(self, node: Node, words: tuple[str, str], left: Pair, right: Pair, verb: str) -> None:
        """Report two units of one dimension that would be multiplied or divided."""
        hint = f"请先用 换算 把“{words[1]}”和“{words[0]}”换成同一个。"
        if left[0].unit.dimension == right[0].unit.dimension:
            hint = f"请先换成同一个单位，例如 换算({self.formula.slice(right[1])}, {left[0].unit})。"
        self.add(node, f"一边的单位含“{words[0]}”，一边含“{words[1]}”，不能直接{verb}", hint)

    def units(self, node: Node, one: Pair, other: Pair, verb: str) -> None:
        """Report two units that do not go together."""
        sides = (f"“{self.formula.slice(part)}”{_unit_words(kind)}" for kind, part in (one, other))
        hint = None
        if one[0].unit.dimension == other[0].unit.dimension:
            coarse, fine = (one, other) if one[0].unit.size > other[0].unit.size else (other, one)
            hint = f"请换成同一个单位：换算({self.formula.slice(coarse[1])}, {fine[0].unit})。"
        self.add(node, f"{'，'.join(sides)}，不能{verb}", hint)


def align(
    problems: Problems, node: Node, pairs: Sequence[Pair], verb: str, adding: bool = False
) -> tuple[Kind, list[Node]]:
    """Brings values to one type and unit, rewriting what can be: 8% beside a share in %, a ratio beside a %.

    Gives their common kind and the rewritten nodes. `adding` makes a bare number beside a % a problem.
    """
    nodes = [part for _, part in pairs]
    types = {kind.type for kind, _ in pairs}
    if None in types:
        return UNSURE, nodes
    first = pairs[0][0].known_type
    if len(types) > 1:
        kind, other = next((kind, part) for kind, part in pairs if kind.type is not first)
        problems.expect(other, kind, first)
        return UNSURE, nodes
    if first is not Type.NUMBER:
        return Kind(first), nodes
    target = next((pair for pair in pairs if not pair[0].literal), None)
    if target is None:
        literal = "bare" if all(kind.literal == "bare" for kind, _ in pairs) else ""
        return Kind(first, literal=literal), nodes
    fitting = _Fitting(problems, node, verb, adding, target)
    return Kind(first, target[0].unit), [fitting.fit(pair) for pair in pairs]


def rescaled(node: Node, factor: Fraction) -> Node:
    """The node in a unit of which one is `1/factor` of its own."""
    if factor == 1:
        return node
    if isinstance(node, Number):
        return replace(node, value=node.value * factor, percent=False)
    return Scale(operand=node, factor=factor, start=node.start, end=node.end)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Fits values to the unit of `target`."""

    problems: Problems
    node: Node
    verb: str
    adding: bool
    target: Pair

    def fit(self, pair: Pair) -> Node:
        (kind, part), unit = pair, self.target[0].unit
        in_percent = unit.is_share and unit != PURE
        if kind.literal == "bare" and not (in_percent and _has_percent(part)):
            if in_percent and self.adding:
                self._ask_which(part)
            return part
        if kind.unit.is_share and unit.is_share:
            return rescaled(part, ratio(kind.unit, unit))
        if kind.unit.dimension != unit.dimension or kind.unit.size != unit.size:
            self.problems.units(self.node, self.target, pair, self.verb)
        return part

    def _ask_which(self, part: Node) -> None:
        if isinstance(part, Number) and part.value == 0:
            return
        shown = self.problems.formula.slice(part)
        message = f"“{shown}”和百分数相加减，看不出是 {shown}% 还是 {shown} 倍"
        self.problems.add(part, message, "请写成百分数，例如 1% 或 100%。")


def _unit_words(kind: Kind) -> str:
    return "没有单位" if kind.unit == PURE else f"的单位是“{kind.unit}”"


def _has_percent(node: Node) -> bool:
    return any(isinstance(part, Number) and part.percent for part in walk(node))
