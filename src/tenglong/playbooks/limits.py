"""Limits: one or a list; how long, for which cases, from which day or until which."""

from tenglong.core.formula import Checked, Type
from tenglong.core.ledger import Kind
from tenglong.core.procedure.model import Limit, Unit

from .formulas import Scope, read_formula
from .problems import listed
from .read import Part
from .rows import SYSTEM
from .text import Sequence

_UNITS = {unit.value: unit for unit in Unit}
_SYSTEM = frozenset(field.label for field in SYSTEM)


def read_limits(part: Part, scope: Scope | None, changing: frozenset[str]) -> tuple[Limit, ...]:
    """The limits of a step or of a case, in their order. Only the last may be for whatever is left.

    `changing` are the labels of what changes by itself: a stored due day would not follow it.
    """
    if not part.has("limit"):
        return ()
    node = part.entries["limit"]
    limits = [Part(part.reading, "limit", one) for one in (node.items if isinstance(node, Sequence) else [node])]
    for limit in limits[:-1]:
        if not limit.has("when"):
            part.reading.problem(limit.place, "这一项没有写 when，后面的时限永远用不上；请放到最后，或写明 when。")
    return tuple(_limit(limit, scope, changing | _SYSTEM) for limit in limits)


def _limit(part: Part, scope: Scope | None, changing: frozenset[str]) -> Limit:
    since, until = (_day(part, name, scope, changing) for name in ("since", "until"))
    if until and part.has("amount"):
        part.reading.problem(part.at("amount"), "写了 until（到计划的那天），就不写 amount。")
    if until and since:
        part.reading.problem(part.at("since"), "“since”和“until”只能写一个。")
    if part.entries and not part.has("until") and not part.has("amount"):
        part.reading.problem(part.place, "缺少“amount”：写明多少天；按计划日期到期的写 until。")
    return Limit(
        0 if until else part.whole("amount"),
        part.choice("unit", _UNITS, Unit.WORKDAY),
        part.text("source"),
        _when(part, scope, changing),
        since,
        until,
    )


def _when(part: Part, scope: Scope | None, changing: frozenset[str]) -> Checked | None:
    when = read_formula(part.reading, part.entries.get("when"), scope, Type.TRUTH)
    standing = [spec.name for spec in when.names if spec.name in changing] if when else []
    if standing:
        part.reading.problem(part.at("when"), f"时限按填写的内容定，不能用每天自己变的{listed(standing)}。")
    return when


def _day(part: Part, name: str, scope: Scope | None, changing: frozenset[str]) -> str | None:
    label = part.text(name) or None
    if label and scope:
        days = [one.label for one in scope.fields.values() if one.kind is Kind.DATE and one.label not in changing]
        if label not in days:
            part.reading.unknown(part.at(name), f"没有叫“{label}”的日期字段。", label, days)
    return label
