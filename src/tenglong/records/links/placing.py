"""What becomes of lines: linked where one firm alone fits, asked where a person must say, else a firm of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenglong.core.linking import SCALE, Band, Evidence, Judgement, Mention, settle
from tenglong.core.linking.words import say
from tenglong.engines.linking import clusters, link
from tenglong.records.people.rights import By

from .known import Key, Known, known, places, refusals, table_of, valid_code
from .models import Decision, Line, Roll
from .reading import text_of

REMEMBERED = "memory"
MOST_ASKED = 5  # firms among which a person chooses
Levels = Mapping[str, str]
Refusals = set[tuple[str, str, Key]]


@dataclass(frozen=True, slots=True)
class Fit:
    """A firm that a mention may be, and what was found."""

    key: Key
    weight: int
    levels: Levels


@dataclass(frozen=True, slots=True)
class Place:
    """Of one mention: the firm it is, or those that it may be."""

    sure: Fit | None = None
    asked: tuple[Fit, ...] = ()


def place(by: By, mentions: Sequence[Mention], *, apart_from: Roll | None = None) -> list[Place]:
    """Each mention among the firms that `by` sees; `apart_from` their own roll, not among those that it has told of."""
    firms = known(by, apart_from=apart_from)
    remembered, refused = _remembered(firms), refusals()
    fits = _fits(mentions, firms)
    return [
        _decided(mention, remembered, refused) or _settled(mention, fits[at], refused)
        for at, mention in enumerate(mentions)
    ]


def groups(mentions: Sequence[Mention]) -> list[int]:
    """Of each mention the first one of the same firm, among themselves."""
    pairs = link(table_of([*mentions]), None, places())
    firsts: list[int] = clusters(len(mentions), pairs, [valid_code(one.code) for one in mentions]).tolist()
    return firsts


def judgement_of(weight: int, levels: Levels) -> Judgement:
    """What was kept of a pair, as evidence in words."""
    evidence = tuple(
        Evidence(feature, level, SCALE.weights.get(feature, {}).get(level, 0), say(feature, level))
        for feature, level in levels.items()
    )
    return Judgement(Band.SAME if weight >= SCALE.same else Band.DOUBTFUL, weight, evidence)


def _fits(mentions: Sequence[Mention], firms: Known) -> dict[int, dict[Key, tuple[Band, Fit]]]:
    """By the place of the mention: of each firm the name of it that fits best."""
    found: dict[int, dict[Key, tuple[Band, Fit]]] = defaultdict(dict)
    if not mentions or not firms.mentions:
        return found
    for row in link(table_of([*mentions]), table_of(firms.mentions), places()).to_pylist():
        key = firms.keys[row["right_row"]]
        fit = Fit(key, row["weight"], {feature: row[feature] for feature in SCALE.weights})
        best = found[row["left_row"]].get(key)
        if best is None or best[1].weight < fit.weight:
            found[row["left_row"]][key] = (Band[row["band"]], fit)
    return found


def _settled(mention: Mention, fits: Mapping[Key, tuple[Band, Fit]], refused: Refusals) -> Place:
    text = text_of(mention.name)
    judged = {
        key: Judgement(band, fit.weight, judgement_of(fit.weight, fit.levels).evidence)
        for key, (band, fit) in fits.items()
        if (text, mention.code, key) not in refused
    }
    sure, asked = settle(judged)
    return Place(fits[sure][1] if sure else None, tuple(fits[key][1] for key in asked[:MOST_ASKED]))


def _decided(mention: Mention, remembered: Mapping[str, set[Key]], refused: Refusals) -> Place | None:
    """The firm that people have said this name is, unless the code says another or they said two."""
    keys = remembered.get(text_of(mention.name), set())
    if len(keys) != 1:
        return None
    (key,) = keys
    own = valid_code(mention.code)
    if (own and key[0] and own != key[0]) or (text_of(mention.name), mention.code, key) in refused:
        return None
    return Place(sure=Fit(key, SCALE.same, {REMEMBERED: "decided"}))


def _remembered(firms: Known) -> dict[str, set[Key]]:
    """Names that people have decided, and whose they are."""
    told: dict[str, set[Key]] = defaultdict(set)
    there = set(firms.keys)
    rows = Decision.objects.filter(same=True, automatic=False, undone_at=None).order_by()
    for text, code, entity in rows.values_list("line__text", "line__entity__code", "line__entity").distinct():
        key: Key = (code, 0) if code else ("", entity)
        if entity and key in there:
            told[text].add(key)
    return told


def mentions_of(lines: Iterable[Line]) -> list[Mention]:
    """What lines say."""
    return [Mention(line.name, line.code, line.address) for line in lines]
