"""Scorecards in stories: one is published, a case is opened from a list of it, a subject's score is expected."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from tenglong.core.measure.periods import CannotReadPeriod, read_period
from tenglong.core.scorecard.model import Scorecard

from .read import Part, read_number
from .scene import REGISTERED, Scene
from .story import ExpectScore, Listed, Publish
from .text import Place, Scalar

RIGHT = "score"


def read_publication(scene: Scene, part: Part) -> Publish | None:
    """`publish: scorecard` with its period and the values that the county supplies."""
    scorecard = _scorecard(scene, part.text("publish"), part.at("publish"))
    if not part.has("period"):
        part.reading.problem(part.place, "缺少“period”：写明评价哪一期，例如 2022。")
    if scorecard is None:
        return None
    may = [role.key for role in scene.known.county.roles.values() if RIGHT in role.may]
    scene.check_role(part, may, f"发布“{scorecard.label}”")
    supplied = _numbers(part, "with", [one.label for one in scorecard.parameters], "参数")
    if supplied and not part.has("source"):
        part.reading.problem(part.at("with"), "参数是县里定的，要写明出处（source）。")
    return Publish(scorecard.key, _period(part), supplied, part.text("source"))


def read_listed(scene: Scene, part: Part, procedure: str) -> tuple[Listed | None, Collection[str]]:
    """`from:` of an event that opens a case, and the fields that the list carries; it must open that procedure."""
    listed = Part(part.reading, "listed subject", part.entries["from"])
    word, _, key = listed.text("list").rpartition("/")
    scorecard = _scorecard(scene, word, listed.at("list"))
    if scorecard is None:
        return None, ()
    lists = {one.key: one for one in scorecard.lists}
    if key not in lists:
        part.reading.unknown(listed.at("list"), f"“{scorecard.label}”没有“{key}”这个名单。", key, lists)
        return None, ()
    opens = lists[key].opens
    if opens is None or opens.procedure != procedure:
        part.reading.problem(listed.at("list"), f"“{lists[key].label}”不能转为“{scene.procedure(procedure).label}”。")
        return None, ()
    return Listed(scorecard.key, key, _subject(scene, listed, scorecard)), opens.carry


def read_score(scene: Scene, part: Part) -> ExpectScore | None:
    """`expect: {score: …}`."""
    scorecard = _scorecard(scene, part.text("score"), part.at("score"))
    if scorecard is None:
        return None
    lists = [one.key for one in scorecard.lists]
    bands = {band.name: band.name for band in scorecard.bands}
    for key, place in part.placed_texts("lists"):
        if key not in lists:
            part.reading.unknown(place, f"“{scorecard.label}”没有“{key}”这个名单。", key, lists)
    return ExpectScore(
        scorecard.key,
        _period(part),
        _subject(scene, part, scorecard),
        value=part.number("is") if part.has("is") else None,
        rank=part.whole("rank") if part.has("rank") else None,
        band=part.choice("class", bands, ""),
        lists=part.texts("lists") if part.has("lists") else None,
        points=_numbers(part, "points", [one.label for one in scorecard.indicators], "评价指标"),
    )


def _scorecard(scene: Scene, word: str, place: Place) -> Scorecard | None:
    key = scene.known.scorecard(word, place)
    if key is None:
        return None
    return scene.known.scorecards.get(key) or scene.known.county.others[key.partition(".")[0]].scorecards[key]


def _subject(scene: Scene, part: Part, scorecard: Scorecard) -> str:
    word = part.text("subject")
    return scene.row(scorecard.over, word, part.at("subject")) if scorecard.over in REGISTERED else word


def _period(part: Part) -> str:
    text = part.text("period")
    try:
        return read_period(text).text if text else ""
    except CannotReadPeriod as problem:
        part.reading.problem(part.at("period"), str(problem))
        return ""


def _numbers(part: Part, name: str, known: Iterable[str], what: str) -> Mapping[str, Decimal]:
    """Numbers by label."""
    found: dict[str, Decimal] = {}
    for label, place, node in part.labelled(name):
        number = read_number(node.text.strip()) if isinstance(node, Scalar) else None
        if label not in known:
            part.reading.unknown(place, f"没有叫“{label}”的{what}。", label, known)
        elif number is None:
            part.reading.problem(node.place, f"“{label}”应当是一个数。")
        else:
            found[label] = number
    return found
