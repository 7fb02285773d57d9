"""Checked formulas to SQL: one walk over the tree, each node by its rule."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pyarrow as pa
from sqlglot import exp

from tenglong.core.formula import Checked, NameSpec, Type
from tenglong.core.formula.tree import (
    Arithmetic,
    Call,
    Comparison,
    Day,
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
)

from . import rules
from .rules import Sql
from .steps import Steps

_KINDS = {
    Type.NUMBER: exp.DataType.build("DOUBLE"),
    Type.TEXT: exp.DataType.build("VARCHAR"),
    Type.DATE: exp.DataType.build("DATE"),
    Type.TRUTH: exp.DataType.build("BOOLEAN"),
}
_RULES = {  # functions whose arguments are used more than once, and the rule of each
    "abs": "size",
    "floor": "floored",
    "ceiling": "ceiled",
    "days": "days",
    "full_months": "full_months",
    "months": "months",
    "full_years": "full_years",
}
Given = Mapping[str, Sql]  # what a name stands for: short, so that it may be repeated
NOTHING: Given = {}
_WORDS = {
    "max": "GREATEST",
    "min": "LEAST",
    "year": "YEAR",
    "month": "MONTH",
    "contains": "CONTAINS",
    "starts_with": "STARTS_WITH",
}


class Compiler:
    """Compiles formulas over one table into the steps of one statement."""

    def __init__(self, schema: pa.Schema, steps: Steps | None = None) -> None:
        self.steps = steps or Steps()
        self._schema = schema
        self._names: Mapping[str, NameSpec] = {}
        self._given: Given = {}

    def compile(self, checked: Checked, given: Given = NOTHING) -> Sql:
        """The formula's expression over the steps collected so far; names in `given` are no columns of the table."""
        self._names = {spec.name: spec for spec in checked.names}
        self._given = given
        return self._sql(checked.formula.root)

    def fact(self, spec: NameSpec) -> exp.Column:
        """The column of a name, as its type."""
        finite = not pa.types.is_floating(self._schema.field(spec.code).type)
        return self.steps.fact(spec.code, rules.fact(spec.code, _KINDS[spec.type], finite))

    def _sql(self, node: Node) -> Sql:  # noqa: PLR0911, PLR0912 - one line per kind of node
        match node:
            case Number():
                return rules.number(node.value)
            case Text():
                return self.steps.parameter(node.value)
            case Day():
                return rules.day(node.value)
            case Truth():
                return exp.Boolean(this=node.value)
            case Name():
                given = self._given.get(node.name)
                return self.fact(self._names[node.name]) if given is None else given.copy()
            case Negative():
                return rules.arithmetic("-", rules.number(Fraction(0)), self._sql(node.operand))
            case Scale():
                return rules.scaled(self._sql(node.operand), node.factor)
            case Arithmetic(sign="/"):
                quotient = rules.arithmetic("/", self._sql(node.left), rules.divisor(self._named(node.right)))
                return self.steps.name(quotient)
            case Arithmetic():
                return rules.arithmetic(node.sign, self._sql(node.left), self._sql(node.right))
            case Comparison(snapped=True):
                return rules.snapped(node.sign, self._sql(node.left), self._named(node.right))
            case Comparison():
                return rules.compared(node.sign, self._sql(node.left), self._sql(node.right))
            case Member():
                return self._member(node)
            case Presence():
                value = self._sql(node.operand)
                return rules.present(value) if node.known else rules.absent(value)
            case Not():
                return rules.opposite(self._sql(node.operand))
            case Logic():
                return rules.joined(node.word, [self._sql(node.left), self._sql(node.right)])
            case Call():
                return self._call(node)
        raise AssertionError(f"not a checked node: {node}")

    def _named(self, node: Node) -> Sql:
        return self.steps.name(self._sql(node))

    def _member(self, node: Member) -> Sql:
        if not node.snapped:
            return rules.member(self._sql(node.operand), [self._sql(option) for option in node.options])
        operand = self._named(node.operand)
        return rules.joined("or", [rules.snapped("=", operand, self._named(option)) for option in node.options])

    def _call(self, node: Call) -> Sql:  # noqa: PLR0911 - one line per function
        first, *rest = node.arguments
        match node.function:
            case "if":
                yes, no = rest
                return rules.chosen(self._named(first), self._sql(yes), self._sql(no))
            case "round":
                assert isinstance(rest[0], Number)
                return rules.rounded(self._named(first), int(rest[0].value), self.steps)
            case "first_known":
                return rules.first_known([self._sql(argument) for argument in node.arguments])
            case "max" | "min":
                named = [self._named(argument) for argument in node.arguments]
                return rules.extreme(_WORDS[node.function], named, self.steps)
            case "year" | "month":
                return rules.part(_WORDS[node.function], self._sql(first))
            case "contains" | "starts_with":
                return rules.text_test(_WORDS[node.function], self._sql(first), self._sql(rest[0]))
        rule: Callable[..., Sql] = getattr(rules, _RULES[node.function])
        return rule(*[self._named(argument) for argument in node.arguments])
