"""Types and units, before anything runs. Every problem of a formula is found at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from .check_calls import check_call
from .kinds import UNSURE, Kind, Pair, Problems, align
from .names import NameSpec
from .problems import FormulaProblems, perhaps
from .tree import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Formula,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Presence,
    Scale,
    Text,
    Truth,
    Type,
    UnitSign,
    is_plain,
    walk,
)
from .units import PURE, Unit, canonical, is_known, read_unit

_VERBS = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除"}
_ORDER = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula whose names, types and units hold. `formula` is the rewritten tree over the text as typed.

    `names` are the specs it uses, in the order of the text; `unit` is None for a pure number or no number.
    """

    formula: Formula
    type: Type
    unit: str | None
    names: tuple[NameSpec, ...]
    kinds: Mapping[Node, Kind] = field(repr=False, compare=False)


def check(formula: Formula, names: Mapping[str, NameSpec]) -> Checked:
    """The formula with types and units settled. FormulaProblems says everything that is wrong."""
    checker = _Checker(formula, names)
    kind, root = checker.check(formula.root)
    if checker.problems.found:
        raise FormulaProblems(sorted(checker.problems.found, key=lambda problem: problem.start))
    used = {node.name: names[node.name] for node in walk(root) if isinstance(node, Name)}
    return Checked(
        replace(formula, root=root), kind.known_type, str(kind.unit) or None, tuple(used.values()), checker.kinds
    )


class _Checker:
    """Walks the tree once; gives the kind and the rewritten form of each node."""

    def __init__(self, formula: Formula, names: Mapping[str, NameSpec]) -> None:
        self.problems = Problems(formula)
        self.kinds: dict[Node, Kind] = {}
        self._names = names
        self._rules: dict[type[Node], Callable[..., Pair]] = {
            **dict.fromkeys((Number, Text, Day, Truth), self._literal),
            Name: self._name,
            Negative: self._negative,
            Arithmetic: self._arithmetic,
            Comparison: self._comparison,
            Member: self._member,
            Presence: self._presence,
            Not: self._not,
            Logic: self._logic,
            Call: self._call,
            UnitSign: self._unit_sign,
        }

    def check(self, node: Node) -> Pair:
        """The node's kind and its rewritten form; UNSURE when a problem was found inside."""
        kind, rewritten = self._rules[type(node)](node)
        self.kinds[rewritten] = kind
        return kind, rewritten

    def _literal(self, node: Number | Text | Day | Truth) -> Pair:
        match node:
            case Number():
                return Kind(Type.NUMBER, literal="percent" if node.percent else "bare"), node
            case Text():
                return Kind(Type.TEXT), node
            case Day():
                return Kind(Type.DATE), node
        return Kind(Type.TRUTH), node

    def _unit_sign(self, node: UnitSign) -> Pair:
        self.problems.add(node, f"“{node.text}”只能写在 换算 里", "例如 换算(甲, %)。")
        return UNSURE, node

    def _call(self, node: Call) -> Pair:
        return check_call(node, self.check, self.problems)

    def _presence(self, node: Presence) -> Pair:
        return Kind(Type.TRUTH), replace(node, operand=self.check(node.operand)[1])

    def _not(self, node: Not) -> Pair:
        return Kind(Type.TRUTH), replace(node, operand=self._expect(node.operand, Type.TRUTH)[1])

    def _logic(self, node: Logic) -> Pair:
        left, right = (self._expect(part, Type.TRUTH)[1] for part in (node.left, node.right))
        return Kind(Type.TRUTH), replace(node, left=left, right=right)

    def _name(self, node: Name) -> Pair:
        spec = self._names.get(node.name)
        if spec is not None:
            return Kind(spec.type, read_unit(spec.unit) if spec.type is Type.NUMBER else PURE), node
        suggestion = perhaps(node.name, self._names)
        if suggestion is None and is_known(canonical(node.name)):
            suggestion = f"如果它是单位，请写进 换算，例如 换算(15, {node.name})。"
        self.problems.add(node, f"没有叫“{node.name}”的项", suggestion)
        return UNSURE, node

    def _expect(self, node: Node, type_: Type) -> Pair:
        kind, rewritten = self.check(node)
        self.problems.expect(node, kind, type_)
        return kind, rewritten

    def _negative(self, node: Negative) -> Pair:
        kind, operand = self._expect(node.operand, Type.NUMBER)
        if isinstance(operand, Number):
            return kind, replace(operand, value=-operand.value, start=node.start, end=node.end)
        return kind, replace(node, operand=operand)

    def _arithmetic(self, node: Arithmetic) -> Pair:
        left, right = self._expect(node.left, Type.NUMBER), self._expect(node.right, Type.NUMBER)
        if left[0].type is not Type.NUMBER or right[0].type is not Type.NUMBER:
            return UNSURE, node
        if node.sign in "+-":
            kind, (one, other) = align(self.problems, node, [left, right], _VERBS[node.sign], adding=True)
            if node.sign == "-" and str(left[0].unit) == str(right[0].unit) == "%":
                kind = replace(kind, unit=read_unit("百分点"))
            return kind, replace(node, left=one, right=other)
        return self._product(node, left, right)

    def _product(self, node: Arithmetic, left: Pair, right: Pair) -> Pair:
        if node.sign == "/" and isinstance(right[1], Number) and right[1].value == 0:
            self.problems.add(node, "不能除以 0")
        if left[0].literal and right[0].literal:
            return Kind(Type.NUMBER, literal="bare"), replace(node, left=left[1], right=right[1])
        if right[0].literal == "bare" or (left[0].literal == "bare" and node.sign == "*"):
            unit = left[0].unit * right[0].unit
            return Kind(Type.NUMBER, unit), replace(node, left=left[1], right=right[1])
        (one_unit, one), (other_unit, other) = _as_ratio(left), _as_ratio(right)
        if clash := one_unit.clash(other_unit):
            self.problems.clash(node, clash, left, right, _VERBS[node.sign])
        unit = one_unit * other_unit if node.sign == "*" else one_unit / other_unit
        return Kind(Type.NUMBER, unit), replace(node, left=one, right=other)

    def _comparison(self, node: Comparison) -> Pair:
        pairs = [self.check(node.left), self.check(node.right)]
        kind, (left, right) = align(self.problems, node, pairs, "比较")
        if kind.type in (Type.TEXT, Type.TRUTH) and node.sign in _ORDER:
            self.problems.add(node, "文字和真假只能比较 = 或 !=，没有大小")
        return Kind(Type.TRUTH), replace(node, left=left, right=right, snapped=self._snapped(kind, left, right))

    def _member(self, node: Member) -> Pair:
        pairs = [self.check(part) for part in (node.operand, *node.options)]
        kind, (operand, *options) = align(self.problems, node, pairs, "比较")
        snapped = self._snapped(kind, operand, *options)
        return Kind(Type.TRUTH), replace(node, operand=operand, options=tuple(options), snapped=snapped)

    def _snapped(self, kind: Kind, *parts: Node) -> bool:
        return kind.type is Type.NUMBER and not all(is_plain(part) and not self._is_calculated(part) for part in parts)

    def _is_calculated(self, part: Node) -> bool:
        return any(isinstance(inner, Name) and self._names[inner.name].calculated for inner in walk(part))


def _as_ratio(pair: Pair) -> tuple[Unit, Node]:
    """A share in % becomes the ratio that multiplying and dividing mean."""
    kind, node = pair
    if kind.unit.is_share and kind.unit != PURE:
        return PURE, Scale(operand=node, factor=kind.unit.size, start=node.start, end=node.end)
    return kind.unit, node
