"""Measures and their terms."""

from collections.abc import Iterable
from decimal import Decimal

from tenglong.core.formula import Checked, NameSpec, Type
from tenglong.core.ledger import Kind, Ledger
from tenglong.core.measure.model import Measure, Need, Take, Target, Term

from .formulas import Scope, check_unit, read_conditions, read_formula, same_unit, scope_of
from .known import Known
from .problems import listed
from .procedures import STATION_WORDS
from .read import Part, Reading
from .text import Node, Place, Scalar

RATIO = ("分子", "分母")
PERIOD = "period"  # the key of a field that holds a written period, such as an observation's
DIGITS_LIMIT = 6


def read_measure(known: Known, short: str, node: Node, station: str) -> Measure:
    """A measure as declared; what is wrong with it is collected."""
    reading = known.reading
    part = Part(reading, "measure", node)
    terms = [
        read_term(known, Part(reading, "term", term), label, place) for label, place, term in part.labelled("terms")
    ]
    if part.has("terms") and not terms:
        reading.problem(part.at("terms"), "指标至少要有一个分项。")
    scope = _terms_scope(terms)
    unit, percent = part.text("unit"), part.truth("percent")
    measure = Measure(
        key=known.own(short),
        label=part.text("label"),
        terms=tuple(term for term, _ in terms),
        value=_value(reading, part, scope, unit, percent),
        unit=unit,
        digits=part.whole("digits"),
        station=part.choice("station", STATION_WORDS, station),
        percent=percent,
        target=_target(part),
        needs=tuple(Need(that, reason) for that, reason in read_conditions(reading, part, "needs", scope)),
        refused=part.text("refused"),
        assumes=part.text("assumes"),
        group=_group(part, [rows for _, rows in terms]),
        opens=known.procedure(part.text("opens"), part.at("opens")),
        source=part.text("source"),
        note=part.text("note"),
        by_day=part.truth("by_day"),
        today=part.truth("today"),
    )
    _check_together(part, measure)
    return measure


def read_term(known: Known, part: Part, label: str, place: Place) -> tuple[Term, Ledger | None]:
    """A term and the rows it is over; None when they have problems of their own. A section may add words to it."""
    over = known.reference(part.text("over"), part.at("over"), scored=True)
    rows = known.rows_of(over) if over else None
    scope = scope_of(rows) if rows else None
    takes = [take for take in Take if part.has(take)]
    if part.entries and len(takes) != 1:
        known.reading.problem(place, f"分项“{label}”要写一种取法，也只写一种：{listed(Take)}。")
    take = takes[0] if takes else Take.COUNT
    of = _of(known.reading, part, take, scope)
    term = Term(
        label=label,
        over=over or "",
        take=take,
        of=of,
        where=read_formula(known.reading, part.entries.get("where"), scope, Type.TRUTH),
        dated=_dated(part, scope),
        unit=_unit(part, take, of),
    )
    return term, rows


def _of(reading: Reading, part: Part, take: Take, scope: Scope | None) -> Checked | None:
    """What is summed or taken; `count` says only true."""
    node = part.entries.get(take)
    if take is Take.COUNT:
        if isinstance(node, Scalar) and node.text.strip() == "true":
            return None
        if node is not None:
            reading.problem(node.place, "“count”只写 true；数哪些行写在 where 里。")
        return None
    return read_formula(reading, node, scope, Type.NUMBER if take is Take.SUM else None)


def _dated(part: Part, scope: Scope | None) -> str | None:
    label = part.text("dated") or None
    if label and scope:
        dates = [field.label for field in scope.fields.values() if field.kind is Kind.DATE or field.key == PERIOD]
        if label not in dates:
            part.reading.unknown(part.at("dated"), f"没有叫“{label}”的日期或期间字段。", label, dates)
    return label


def _unit(part: Part, take: Take, of: Checked | None) -> str | None:
    """The unit of what is taken; one that is written must not say something else."""
    written = part.text("unit") or None
    taken = of.unit if of and take is not Take.DISTINCT else None
    if written:
        check_unit(part.reading, part.at("unit"), "取的值", taken, written)
    return written or taken


def _terms_scope(terms: Iterable[tuple[Term, Ledger | None]]) -> Scope:
    names: dict[str, NameSpec] = {}
    for term, _ in terms:
        counted = term.take in (Take.COUNT, Take.DISTINCT, Take.SUM)
        type_ = Type.NUMBER if counted or term.of is None else term.of.type
        names[term.label] = NameSpec(term.label, type_, term.unit if type_ is Type.NUMBER else None)
    return Scope(names, {})


def _value(reading: Reading, part: Part, scope: Scope, unit: str, percent: bool) -> Checked | None:
    node = part.entries.get("value") or _default_value(part, scope)
    checked = read_formula(reading, node, scope, Type.NUMBER)
    if checked is None or node is None:
        return None
    if percent:
        if checked.unit:
            reading.problem(node.place, f"显示成百分数的要是一个比例，这个公式得出的单位是“{checked.unit}”。")
    elif unit == "%" and not checked.unit:
        reading.problem(node.place, "得出的是一个比例（例如 0.482），要显示成 48.2 % 请写 percent: true。")
    else:
        check_unit(reading, node.place, "公式得出的值", checked.unit, unit)
    return checked


def _default_value(part: Part, scope: Scope) -> Node | None:
    """Without a formula: the only term, or 分子 / 分母. A number that is never computed needs none."""
    labels = tuple(scope.names)
    if len(labels) == 1:
        return Scalar(part.at("terms"), f"[{labels[0]}]", True)
    if set(labels) == set(RATIO):
        return Scalar(part.at("terms"), " / ".join(RATIO), True)
    if labels and not part.has("refused"):
        part.reading.problem(part.at("terms"), "有几个分项时要写 value；只有 分子、分母 两项时可以不写。")
    return None


def _target(part: Part) -> Target | None:
    if not part.has("target"):
        return None
    target = Part(part.reading, "target", part.entries["target"])
    return Target(str(target.number("value", Decimal(0))), target.text("source"), target.truth("at_least", True))


def _group(part: Part, rows: Iterable[Ledger | None]) -> str | None:
    label = part.text("group") or None
    for ledger in rows:
        labels = [field.label for field in ledger.fields] if ledger else []
        if label and ledger and label not in labels:
            part.reading.unknown(part.at("group"), f"“{ledger.label}”没有叫“{label}”的字段。", label, labels)
    return label


def _check_together(part: Part, measure: Measure) -> None:
    if measure.opens and not measure.group:
        part.reading.problem(part.at("opens"), "写了 opens 就要写 group：哪一组行转成办件。")
    if measure.digits > DIGITS_LIMIT:
        part.reading.problem(part.at("digits"), f"最多显示 {DIGITS_LIMIT} 位小数。")
    if measure.percent and measure.unit and not same_unit(measure.unit, "%"):
        part.reading.problem(part.at("unit"), "写了 percent 的，单位是 '%'。")
