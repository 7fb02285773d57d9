"""What a story expects: a number, how a case stands, who uses a parcel, a pair, a score, what a paper says."""

from collections.abc import Callable

from tenglong.core.lights import Light
from tenglong.core.measure.periods import CannotReadPeriod, read_period
from tenglong.core.procedure import Status

from .drawn import read_drawn_document, read_drawn_report
from .matches import read_expected_match
from .problems import listed
from .publications import read_score
from .read import Part
from .scene import Scene
from .story import ExpectCase, ExpectDocument, ExpectMatch, ExpectMeasure, ExpectParcel, ExpectReport, ExpectScore
from .text import Mapping, Node, Place

Expectation = ExpectMeasure | ExpectCase | ExpectParcel | ExpectMatch | ExpectScore | ExpectReport | ExpectDocument

_STATUSES = {"办理中": Status.OPEN, "已办结": Status.DONE, "已取消": Status.CANCELLED}
_LIGHTS = {"绿": Light.GREEN, "黄": Light.YELLOW, "红": Light.RED, "灰": Light.GREY}


def read_expectation(scene: Scene, node: Node) -> Expectation | None:
    """One expectation, known by its first word."""
    forms = [form for form in _FORMS if isinstance(node, Mapping) and form in node.entries]
    if "document" in forms:  # is of a case
        forms = [form for form in forms if form != "case"]
    if len(forms) != 1:
        scene.known.reading.problem(node.place, f"expect 写 {listed(_FORMS)} 之一，例如 {{measure: freed, is: 0}}。")
        return None
    return _FORMS[forms[0]](scene, Part(scene.known.reading, f"expected {forms[0]}", node))


def _measure(scene: Scene, part: Part) -> Expectation | None:
    measure = scene.known.measure(part.text("measure"), part.at("measure"))
    period = part.text("period")
    if period and part.has("on"):
        part.reading.problem(part.at("on"), "“period”和“on”只能写一个。")
    try:
        period = read_period(period).text if period else ""
    except CannotReadPeriod as problem:
        part.reading.problem(part.at("period"), str(problem))
    if part.has("is") and part.has("refused"):
        part.reading.problem(part.at("refused"), "“is”和“refused”只能写一个。")
    if measure is None:
        return None
    value = part.number("is") if part.has("is") else None
    return ExpectMeasure(measure.key, period, part.day("on"), value, part.text("refused"))


def _case(scene: Scene, part: Part) -> Expectation | None:
    alias = part.text("case")
    procedure = scene.case(alias, part.at("case"))
    if procedure is None:
        return None

    def key(word: str, place: Place) -> str:
        step = scene.step(procedure, word, place) if word else None
        return step.key if step else ""

    steps = tuple(key(word, place) for word, place in part.placed_texts("open"))
    return ExpectCase(
        alias,
        status=part.choice("status", {word: status.value for word, status in _STATUSES.items()}, ""),
        open=steps if part.has("open") else None,
        step=key(part.text("step"), part.at("step")),
        light=part.choice("light", {word: light.value for word, light in _LIGHTS.items()}, ""),
        due_on=part.day("due"),
    )


def _parcel(scene: Scene, part: Part) -> Expectation | None:
    parcel = scene.row("parcel", part.text("parcel"), part.at("parcel"))
    occupants = tuple(scene.row("enterprise", word, place) for word, place in part.placed_texts("occupants"))
    return ExpectParcel(parcel, occupants, part.day("on") or scene.at.date())


_FORMS: dict[str, Callable[[Scene, Part], Expectation | None]] = {
    "measure": _measure,
    "case": _case,
    "parcel": _parcel,
    "match": read_expected_match,
    "score": read_score,
    "report": read_drawn_report,
    "document": read_drawn_document,
}
