"""Totals over the log of a step, which become columns of the case, and the rules that light it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenglong.core.formula import Checked, NameSpec, Type
from tenglong.core.formula.tree import Name
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.procedure.model import LightRule, LogTotal, Taken

from .formulas import Scope, read_formula, scope_of
from .problems import listed
from .read import Part, Reading
from .rows import KIND_OF, TODAY
from .text import Node, Place, Scalar

_WANTED = {Taken.SUM: (Type.NUMBER,), Taken.MIN: (Type.NUMBER, Type.DATE), Taken.MAX: (Type.NUMBER, Type.DATE)}


def today_too(scope: Scope | None) -> Scope | None:
    """The scope with 当日 in it."""
    return Scope({**scope.names, TODAY: NameSpec(TODAY, Type.DATE)}, scope.fields) if scope else None


def with_entry(scope: Scope | None, entry: Ledger | None) -> Scope | None:
    """The scope with the labels of a log in it, which win, and 当日."""
    noted = scope_of(entry) if entry else None
    if scope is None or noted is None:
        return None
    return today_too(Scope({**scope.names, **noted.names}, {**scope.fields, **noted.fields}))


def read_totals(part: Part, case: Ledger, logs: Mapping[str, Ledger]) -> tuple[LogTotal, ...]:
    """The totals of a procedure; `logs` are the rows of its steps' logs by step."""
    taken = {field.label for field in case.fields} | {TODAY}
    found = []
    for number, (label, place, node) in enumerate(part.labelled("totals"), 1):
        if label in taken:
            part.reading.problem(place, f"名称“{label}”已经有了，请换一个。")
        total = _total(Part(part.reading, "total", node), f"case_total_{number}", label, place, logs)
        found += [total] if total else []
    return tuple(found)


def bound_to_today(totals: Iterable[LogTotal]) -> frozenset[str]:
    """The labels of totals that change by themselves from day to day."""
    return frozenset(
        total.field.label
        for total in totals
        if any(spec.name == TODAY for formula in (total.of, total.where) if formula for spec in formula.names)
    )


def _total(part: Part, key: str, label: str, place: Place, logs: Mapping[str, Ledger]) -> LogTotal | None:
    log = part.text("log")
    if log and log not in logs:
        part.reading.unknown(part.at("log"), f"没有“{log}”这一步，或者它没有 log。", log, logs)
    scope = today_too(scope_of(logs[log])) if log in logs else None
    takes = [taken for taken in Taken if part.has(taken)]
    if part.entries and len(takes) != 1:
        part.reading.problem(place, f"“{label}”要写一种取法，也只写一种：{listed(Taken)}。")
    taken = takes[0] if takes else Taken.COUNT
    of = _of(part.reading, part.entries.get(taken), taken, scope)
    where = read_formula(part.reading, part.entries.get("where"), scope, Type.TRUTH)
    if scope is None or (of is None and taken is not Taken.COUNT):
        return None
    field = replace(_field(of, scope), key=key, label=label, required=False, help="")
    used = {spec.name for formula in (of, where) if formula for spec in formula.names} & scope.fields.keys()
    hidden = next((scope.fields[name].confidential for name in sorted(used) if scope.fields[name].confidential), "")
    return LogTotal(replace(field, listed=part.truth("listed", True), confidential=hidden), log, taken, of, where)


def _of(reading: Reading, node: Node | None, taken: Taken, scope: Scope | None) -> Checked | None:
    """What is taken; `count` says only true."""
    if taken is Taken.COUNT:
        if node is not None and not (isinstance(node, Scalar) and node.text.strip() == "true"):
            reading.problem(node.place, "“count”只写 true；数哪些记录写在 where 里。")
        return None
    of = read_formula(reading, node, scope)
    wanted = _WANTED.get(taken)
    if of is not None and node is not None and wanted and of.type not in wanted:
        reading.problem(node.place, f"这个公式得出的不能取 {taken}，请核对。")
    return of


def _field(of: Checked | None, scope: Scope) -> Field:
    """The column: of a field taken as it is its own kind, of a formula what it gives."""
    if of is None:
        return Field("", "", Kind.WHOLE)
    root = of.formula.root
    if isinstance(root, Name) and root.name in scope.fields:
        return scope.fields[root.name]
    return Field("", "", KIND_OF[of.type], of.unit)


def read_lights(part: Part, scope: Scope | None) -> tuple[LightRule, ...]:
    """The rules that light a case of the procedure."""
    return tuple(_light(Part(part.reading, "light", node), today_too(scope)) for node in part.items("lights"))


def _light(part: Part, scope: Scope | None) -> LightRule:
    if part.entries and not (part.has("red") or part.has("yellow")):
        part.reading.problem(part.place, "亮灯规则要写 red 或 yellow，也可以都写。")
    red, yellow = (read_formula(part.reading, part.entries.get(name), scope, Type.TRUTH) for name in ("red", "yellow"))
    return LightRule(part.text("label"), red, yellow, part.text("source"), part.text("note"))
