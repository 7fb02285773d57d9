"""A pair as it is drawn: its verdict with a sign and a word, every condition with the facts of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tenglong.core.formula import Checked, round_half_up
from tenglong.core.formula.numbers import plain_number
from tenglong.core.ledger import Ledger, show_value
from tenglong.core.matching import POINT, WORDS, Condition, Judgement, Match, On, Preference, Question, Verdict
from tenglong.core.matching.names import Values, keys_read

SIGNS = {Verdict.FITS: "✓", Verdict.ASK: "?", Verdict.NEAR: "△", Verdict.NO: "✗"}
NOT_FILLED = "没有填"
HEAD_FACTS = 4  # beside the title of a row


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict: `tone` is its class in the style sheet."""

    tone: str
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A condition, told: the facts of both sides, what it comes to, and how."""

    left: str
    right: str
    word: Word
    formula: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Worth:
    """A preference: its points of so many, and how they come about."""

    label: str
    points: str
    most: str
    percent: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sides:
    """What telling a pair needs: the match, both ledgers and both rows' values."""

    match: Match
    ledgers: Mapping[On, Ledger]
    values: Mapping[On, Values]

    def word(self, on: On) -> str:
        """What formulas call a side."""
        return self.match.side(on).word

    def facts(self, checked: Checked, on: On) -> str:
        """What a formula reads on one side."""
        fields = {field.key: field for field in self.ledgers[on].fields}
        read = keys_read([checked], on)
        return "；".join(_fact(fields[key].label, show_fact(self.ledgers[on], key, self.values[on])) for key in read)


def verdict_word(verdict: Verdict) -> Word:
    """A verdict as it is drawn."""
    return Word(verdict.value, SIGNS[verdict], WORDS[verdict])


def points(score: int) -> str:
    """A score in points, to one decimal."""
    return plain_number(round_half_up(Fraction(score, POINT), 1))


def conditions(sides: Sides, judgement: Judgement) -> list[Told]:
    """What fails first, then what is to be asked, then what holds."""
    order = {False: 0, None: 1, True: 2}
    counting = (one for one in judgement.conditions if not _idle(sides, one))
    return [_told(sides, one) for one in sorted(counting, key=lambda one: order[one.holds])]


def idle(sides: Sides, judgement: Judgement) -> list[str]:
    """What nobody asked for: the facts of the conditions that hold because one side says nothing at all."""
    found = (one for one in judgement.conditions if _idle(sides, one))
    return list(dict.fromkeys(_silent(sides, one) for one in found))


def preferences(judgement: Judgement) -> list[Worth]:
    """Every preference with its points."""
    return [_worth(one) for one in judgement.preferences]


def why(sides: Sides, judgement: Judgement) -> list[str]:
    """The reasons in short: what fails with both facts, what is to be asked, what the score is made of."""
    if judgement.verdict is Verdict.FITS:
        worth = (f"{one.soft.label} {points(one.points)} / {points(one.most)}" for one in judgement.preferences)
        return ["；".join(worth)]
    failed = [f"{one.hard.reason}（{_both(sides, one)}）" for one in judgement.failed]
    return [*failed, *(f"待核实：{asked(sides, ask)}" for ask in judgement.asks)]


def asked(sides: Sides, ask: Question) -> str:
    """A missing fact, and on which side."""
    return f"{sides.word(ask.on)}的{sides.ledgers[ask.on].field(ask.key).label}{NOT_FILLED}"


def head_facts(match: Match, on: On, ledger: Ledger, values: Values) -> str:
    """The first facts of a row that the hard conditions read."""
    keys = keys_read((hard.that for hard in match.hard), on)
    known = [
        _fact(ledger.field(key).label, show_fact(ledger, key, values)) for key in keys if values.get(key) is not None
    ]
    return " · ".join(known[:HEAD_FACTS])


def all_facts(match: Match, on: On, ledger: Ledger, values: Values) -> list[tuple[str, str]]:
    """Every fact of a row that the match reads, in the ledger's order."""
    formulas = (*(hard.that for hard in match.hard), *(soft.score for soft in match.soft))
    read = set(keys_read(formulas, on))
    return [(field.label, show_fact(ledger, field.key, values)) for field in ledger.fields if field.key in read]


def show_fact(ledger: Ledger, key: str, values: Values) -> str:
    """A value with its unit, or that there is none."""
    field, value = ledger.field(key), values.get(key)
    if value is None:
        return NOT_FILLED
    return f"{show_value(field, value)} {field.unit or ''}".rstrip()  # type: ignore[arg-type]


def _told(sides: Sides, one: Condition) -> Told:
    if one.holds is False:
        word = Word("no", SIGNS[Verdict.NO], one.hard.reason)
    elif one.holds is None:
        word = Word("ask", SIGNS[Verdict.ASK], "；".join(asked(sides, ask) for ask in one.asks) or "没法判断")
    else:
        word = Word("fits", SIGNS[Verdict.FITS], "符合")
    left, right = (sides.facts(one.hard.that, on) for on in On)
    return Told(left, right, word, one.hard.that.formula.text, one.explanation.sentence)


def _idle(sides: Sides, one: Condition) -> bool:
    """Does it hold because one side says nothing at all?"""
    return one.holds is True and bool(_silent(sides, one))


def _silent(sides: Sides, one: Condition) -> str:
    """The facts of the side that says nothing; nothing if both say something."""
    for on in reversed(On):
        read = keys_read([one.hard.that], on)
        if read and all(sides.values[on].get(key) is None for key in read):
            return "、".join(sides.ledgers[on].field(key).label for key in read)
    return ""


def _worth(one: Preference) -> Worth:
    percent = one.points * 100 // one.most if one.most else 0
    return Worth(one.soft.label, points(one.points), points(one.most), percent, one.explanation.sentence)


def _both(sides: Sides, one: Condition) -> str:
    return "，".join(f"{sides.word(on)}{facts}" for on in On if (facts := sides.facts(one.hard.that, on)))


def _fact(label: str, text: str) -> str:
    return f"{label} {text}"
