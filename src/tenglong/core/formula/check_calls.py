"""Types and units of function calls."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from .functions import BY_WORD, Function
from .kinds import UNSURE, Kind, Pair, Problems, align, rescaled
from .problems import perhaps
from .tree import Call, Node, Number, Type
from .units import UnknownUnit, ratio, read_unit

_LEAST_DIGITS, _MOST_DIGITS = -4, 6


def check_call(node: Call, check: Callable[[Node], Pair], problems: Problems) -> Pair:
    """The kind of a call and the call with its English name; 换算 becomes Scale."""
    function = BY_WORD.get(node.function)
    if function is None:
        problems.add(node, f"没有叫“{node.function}”的函数", perhaps(node.function, BY_WORD))
        for argument in node.arguments:
            check(argument)
        return UNSURE, node
    count = len(node.arguments)
    if count < function.least or (function.most is not None and count > function.most):
        problems.add(
            node, f"“{node.function}”要写{_count(function)}个参数，这里写了 {count} 个", f"写法是 {function.form}。"
        )
        return UNSURE, node
    if function.alias == "convert":
        return _convert(node, check, problems)
    pairs = [check(argument) for argument in node.arguments]
    call = replace(node, function=function.alias, arguments=tuple(part for _, part in pairs))
    if function.takes:
        return _by_position(function, call, pairs, problems)
    if any(kind.type is None for kind, _ in pairs):
        return UNSURE, call
    return {"if": _if, "round": _round}.get(function.alias, _alike)(call, pairs, problems)


def _by_position(function: Function, call: Call, pairs: Sequence[Pair], problems: Problems) -> Pair:
    for (kind, part), type_ in zip(pairs, function.takes, strict=True):
        problems.expect(part, kind, type_)
    if function.unit or function.gives is not Type.NUMBER or pairs[0][0].type is not Type.NUMBER:
        return Kind(function.gives, read_unit(function.unit)), call
    return pairs[0][0], call


def _if(call: Call, pairs: Sequence[Pair], problems: Problems) -> Pair:
    (condition, part), *branches = pairs
    problems.expect(part, condition, Type.TRUTH)
    kind, nodes = align(problems, call, branches, "作为同一个结果")
    return kind, replace(call, arguments=(part, *nodes))


def _alike(call: Call, pairs: Sequence[Pair], problems: Problems) -> Pair:
    kind, nodes = align(problems, call, pairs, "放在一起")
    if call.function in ("max", "min") and kind.type in (Type.TEXT, Type.TRUTH):
        problems.add(call, "文字和条件没有大小")
    return kind, replace(call, arguments=tuple(nodes))


def _round(call: Call, pairs: Sequence[Pair], problems: Problems) -> Pair:
    kind, part = pairs[0]
    problems.expect(part, kind, Type.NUMBER)
    digits = pairs[1][1] if len(pairs) > 1 else Number(value=Fraction(0), start=call.end, end=call.end)
    if not (isinstance(digits, Number) and digits.value.denominator == 1 and not digits.percent):
        problems.add(digits, "四舍五入的位数要写成整数", "例如 四舍五入(甲, 2)。")
    elif not _LEAST_DIGITS <= digits.value <= _MOST_DIGITS:
        problems.add(digits, f"四舍五入的位数只能从 {_LEAST_DIGITS} 到 {_MOST_DIGITS}")
    return replace(kind, literal=""), replace(call, arguments=(part, digits))


def _convert(node: Call, check: Callable[[Node], Pair], problems: Problems) -> Pair:
    kind, part = check(node.arguments[0])
    problems.expect(node.arguments[0], kind, Type.NUMBER)
    if kind.type is not Type.NUMBER:
        return UNSURE, node
    word = problems.formula.slice(node.arguments[1]).strip('"“” ').replace("／", "/").replace("％", "%")
    try:
        unit = read_unit(word, known_only=True)
        factor = Fraction(1) if kind.literal == "bare" else ratio(kind.unit, unit)
    except UnknownUnit as unknown:
        message, _, suggestion = str(unknown).partition("。")
        problems.add(node.arguments[1], message, suggestion or None)
        return UNSURE, node
    return Kind(Type.NUMBER, unit), replace(rescaled(part, factor), start=node.start, end=node.end)


def _count(function: Function) -> str:
    if function.most is None:
        return f"至少 {function.least} "
    return f" {function.least} " if function.least == function.most else f" {function.least} 到 {function.most} "
