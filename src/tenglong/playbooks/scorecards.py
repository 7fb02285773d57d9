"""Scorecards: names grow in three stages, and every formula is checked against those of its stage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tenglong.core.formula import Checked, NameSpec, Type
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.procedure.model import Opening
from tenglong.core.scorecard.model import (
    DIGITS,
    POINTS,
    Adjustment,
    Band,
    Indicator,
    Input,
    Missing,
    Parameter,
    Scorecard,
    Shortlist,
)
from tenglong.core.scorecard.names import (
    CLASS,
    class_names,
    indicator_names,
    parameter_names,
    points_word,
    ranking_names,
    score_names,
)

from .consequences import read_carry
from .formulas import Scope, check_unit, read_formula, scope_of
from .known import Known
from .measures import DIGITS_LIMIT, read_term
from .problems import listed
from .procedures import STATION_WORDS
from .read import Part
from .score_rows import formulas_of, score_ledger, type_of
from .text import Node, Place

RESERVED = frozenset({*score_names(None), *ranking_names(), *class_names()})
MISSING_WORDS = {missing.value: missing for missing in Missing}
NO_FIELDS: Mapping[str, NameSpec] = {}


@dataclass(slots=True)
class _Draft:
    """A scorecard on its way: its section, the rows it is over, the names its formulas may use so far."""

    known: Known
    part: Part
    rows: Ledger | None
    scope: Scope | None

    def formula(self, part: Part, name: str, type_: Type) -> Checked | None:
        """A formula of a section, against the names known by now."""
        return read_formula(self.known.reading, part.entries.get(name), self.scope, type_)

    def learn(self, specs: Mapping[str, NameSpec]) -> None:
        """From here on formulas may use these names too."""
        if self.scope is not None:
            self.scope = replace(self.scope, names={**self.scope.names, **specs})

    def choose(self, label: str, choices: tuple[str, ...]) -> None:
        """What that name may be compared with."""
        if self.scope is not None and choices:
            field = Field(label, label, Kind.CHOICE, choices=choices)
            self.scope = replace(self.scope, fields={**self.scope.fields, label: field})

    def fresh(self, label: str, place: Place) -> None:
        """A new word must not say something else already."""
        taken = self.scope.names if self.scope else NO_FIELDS
        if label in RESERVED or label in taken:
            self.known.reading.problem(place, f"“{label}”已经是别的名称，请换一个。")


def read_scorecard(known: Known, short: str, node: Node, station: str) -> Scorecard:
    """A scorecard as declared; what is wrong with it is collected."""
    part = Part(known.reading, "scorecard", node)
    over = known.reference(part.text("over"), part.at("over"))
    rows = known.rows_of(over) if over else None
    draft = _Draft(known, part, rows, scope_of(rows) if rows else None)
    inputs, parameters = tuple(_inputs(draft)), tuple(_parameters(draft))
    where = draft.formula(part, "where", Type.TRUTH)
    indicators = tuple(_indicators(draft))
    adjustments = tuple(_adjustments(draft))
    draft.learn(ranking_names())
    bands = tuple(_bands(draft))
    draft.learn(class_names())
    draft.choose(CLASS, tuple(band.name for band in bands))
    scorecard = Scorecard(
        key=known.own(short),
        label=part.text("label"),
        station=part.choice("station", STATION_WORDS, station),
        over=over or "",
        inputs=inputs,
        indicators=indicators,
        where=where,
        parameters=parameters,
        adjustments=adjustments,
        bands=bands,
        lists=tuple(_lists(draft)),
        points=part.whole("points", POINTS),
        digits=part.whole("digits", DIGITS),
        source=part.text("source"),
        note=part.text("note"),
    )
    _check_together(part, scorecard)
    if rows is not None:
        known.rows[scorecard.key] = score_ledger(scorecard, rows)
    return scorecard


def _inputs(draft: _Draft) -> Iterator[Input]:
    for label, place, node in draft.part.labelled("inputs"):
        part = Part(draft.known.reading, "input", node)
        draft.fresh(label, place)
        term, rows = read_term(draft.known, part, label, place)
        per = part.text("per")
        fields = {field.label: field for field in rows.fields} if rows else {}
        if per and rows and per not in fields:
            draft.known.reading.unknown(part.at("per"), f"“{rows.label}”没有叫“{per}”的字段。", per, fields)
        one = Input(term, per)
        draft.learn({label: NameSpec(label, type_of(one), term.unit if type_of(one) is Type.NUMBER else None)})
        yield one


def _parameters(draft: _Draft) -> Iterator[Parameter]:
    for label, place, node in draft.part.labelled("parameters"):
        part = Part(draft.known.reading, "parameter", node)
        draft.fresh(label, place)
        value = str(part.number("value")) if part.has("value") else None
        parameter = Parameter(label, value, part.text("unit") or None, part.text("source"))
        draft.learn(parameter_names([parameter]))
        yield parameter


def _indicators(draft: _Draft) -> list[Indicator]:
    """Each sees the subject, the inputs and the parameters only; all of them are known afterwards."""
    found = []
    for label, place, node in draft.part.labelled("indicators"):
        draft.fresh(label, place)
        draft.fresh(points_word(label), place)
        if indicator := _indicator(draft, label, node):
            found.append(indicator)
    if draft.part.has("indicators") and not list(draft.part.labelled("indicators")):
        draft.known.reading.problem(draft.part.at("indicators"), "评价至少要有一个指标。")
    draft.learn(indicator_names(found))
    return found


def _indicator(draft: _Draft, label: str, node: Node) -> Indicator | None:
    reading = draft.known.reading
    part = Part(reading, "indicator", node)
    value = draft.formula(part, "value", Type.NUMBER)
    written = part.text("unit") or None
    if value is not None and written:
        check_unit(reading, part.at("unit"), f"“{label}”", value.unit, written)
    unit = written or (value.unit if value else None)
    benchmark, weight = part.number("benchmark", Decimal(1)), part.number("weight")
    if benchmark == 0 and not part.has("score"):
        reading.problem(part.at("benchmark"), "基准是除数，不能是 0。")
    if weight < 0:
        reading.problem(part.at("weight"), "权重不能小于 0。")
    score = read_formula(reading, part.entries.get("score"), Scope(score_names(unit), {}), Type.NUMBER)
    missing = part.choice("missing", MISSING_WORDS, Missing.UNSCORED)
    if value is None:
        return None
    return Indicator(label, value, unit, str(benchmark), str(weight), missing, part.text("source"), score)


def _adjustments(draft: _Draft) -> Iterator[Adjustment]:
    for node in draft.part.items("adjustments"):
        part = Part(draft.known.reading, "adjustment", node)
        label, source, points = part.text("label"), part.text("source"), draft.formula(part, "points", Type.NUMBER)
        if points is not None:
            check_unit(draft.known.reading, part.at("points"), f"“{label}”的分", points.unit, None)
            yield Adjustment(label, points, source)


def _bands(draft: _Draft) -> Iterator[Band]:
    seen: set[str] = set()
    for node in draft.part.items("classes"):
        part = Part(draft.known.reading, "class", node)
        name, source, when = part.text("name"), part.text("source"), draft.formula(part, "when", Type.TRUTH)
        if name in seen:
            draft.known.reading.problem(part.at("name"), f"已经有“{name}”这一类，请换一个名字。")
        seen.add(name)
        if when is not None:
            yield Band(name, when, source)


def _lists(draft: _Draft) -> Iterator[Shortlist]:
    for key, place, node in draft.part.named("lists"):
        part = Part(draft.known.reading, "list", node)
        draft.fresh(part.text("label"), place)
        where = draft.formula(part, "where", Type.TRUTH)
        opens = _opens(draft, part)
        if where is not None:
            yield Shortlist(key, part.text("label"), where, opens, part.text("note"))


def _opens(draft: _Draft, part: Part) -> Opening | None:
    """The case that a row of the list can be turned into; what is not carried over is filled in then."""
    if not part.has("opens"):
        return None
    opening = Part(draft.known.reading, "list opening", part.entries["opens"])
    procedure = draft.known.procedure(opening.text("procedure"), opening.at("procedure"))
    ledger = draft.known.record_ledger(procedure) if procedure else None
    return Opening(procedure or "", read_carry(draft.known.reading, opening, ledger, draft.scope))


def _check_together(part: Part, scorecard: Scorecard) -> None:
    for name, digits in (("points", scorecard.points), ("digits", scorecard.digits)):
        if digits > DIGITS_LIMIT:
            part.reading.problem(part.at(name), f"最多保留 {DIGITS_LIMIT} 位小数。")
    if scorecard.points < scorecard.digits <= DIGITS_LIMIT:
        finer = "digits" if part.has("digits") else "points"
        part.reading.problem(part.at(finer), "总分的小数位数不能多于得分的。请改 points 或 digits。")
    used = {spec.name for formula in formulas_of(scorecard) for spec in formula.names}
    idle = [one.label for one in scorecard.parameters if one.label not in used]
    if idle and not part.reading.problems:
        part.reading.problem(part.at("parameters"), f"没有公式用到：{listed(idle)}。请删去，或写进公式。")
