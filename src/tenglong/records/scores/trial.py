"""A scorecard run over what stands now, nothing written: the same for a preview and for a publication."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from tenglong.core.errors import Refused
from tenglong.core.formula import Checked
from tenglong.core.measure import Period, read_period
from tenglong.core.scorecard import Outcome, Scorecard, Scored
from tenglong.engines.scoring import score
from tenglong.records.mechanisms.queries import get_current

from .gathering import KEY, Gathered, gather

ENGINE = "duckdb"
DIGITS = 15  # before the point: a value of more is a slip
_MARK = 16  # characters of a hash


class NoSuchScorecard(Refused):
    """No installed mechanism has that scorecard."""


class CannotSupply(Refused):
    """A value of a parameter that the county may not supply, or that says nothing of its source."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """The county's own value of a parameter that the rule leaves open, and the document it is written in."""

    value: Decimal
    source: str


@dataclass(frozen=True)
class Trial:
    """A scorecard with its parameters as far as they are known, run over a region's subjects for a period."""

    version: int
    scorecard: Scorecard
    supplied: frozenset[str]
    region: str
    period: Period
    gathered: Gathered
    outcome: Outcome

    @cached_property
    def unset(self) -> frozenset[str]:
        """The parameters that nobody has given a value."""
        return frozenset(one.label for one in self.scorecard.parameters if one.value is None)

    def waits(self, formula: Checked) -> bool:
        """Whether it may be unknown because a parameter has no value yet."""
        return any(spec.name in self.unset for spec in formula.names)

    @cached_property
    def undecided(self) -> tuple[Scored, ...]:
        """The ranked whose class cannot be told for another reason than a parameter without a value."""
        whens = {band.name: band.when for band in self.scorecard.bands}
        ranked = (one for one in self.outcome.subjects if one.rank is not None and one.undecided is not None)
        return tuple(one for one in ranked if not self.waits(whens[one.undecided or ""]))

    @cached_property
    def mark(self) -> str:
        """The same for the same outcome: whoever publishes says by it what was seen."""
        return hashlib.sha256(repr(self.outcome).encode()).hexdigest()[:_MARK]

    def name(self, subject: str) -> str:
        """What people call a subject."""
        return str(self.gathered.facts[subject].get(self.gathered.over.ledger.title) or subject)


def find_scorecard(key: str) -> tuple[int, Scorecard]:
    """The scorecard as new runs use it, and the id of its mechanism's version."""
    version, mechanism = get_current(key.partition(".")[0])
    if key in mechanism.scorecards:
        return version, mechanism.scorecards[key]
    raise NoSuchScorecard(f"没有叫“{key}”的评价；请核对名称，或先安装它所在的机制。")


def try_out(key: str, *, region: str, period: str, supplied: Mapping[str, Supplied]) -> Trial:
    """Run it over what stands now."""
    version, scorecard = find_scorecard(key)
    for label, given in supplied.items():
        if not given.value.is_finite() or given.value.adjusted() >= DIGITS:
            raise CannotSupply(f"不能使用“{label}”的值 {given.value:.6g}：不是数，或大得没有意义。请查对后重填。")
    scorecard = with_parameters(scorecard, supplied)
    asked = read_period(period)
    gathered = gather(scorecard, region=region, period=asked)
    outcome = score(scorecard, gathered.table(scorecard), key=KEY, engine=ENGINE).outcome()
    return Trial(version, scorecard, frozenset(supplied), region, asked, gathered, outcome)


def with_parameters(scorecard: Scorecard, supplied: Mapping[str, Supplied]) -> Scorecard:
    """The scorecard with the county's values where the rule has none."""
    _check_supplied(scorecard, supplied)
    parameters = tuple(
        replace(one, value=str(supplied[one.label].value), source=supplied[one.label].source)
        if one.label in supplied
        else one
        for one in scorecard.parameters
    )
    return replace(scorecard, parameters=parameters)


def _check_supplied(scorecard: Scorecard, supplied: Mapping[str, Supplied]) -> None:
    open_ones: Collection[str] = [one.label for one in scorecard.parameters if one.value is None]
    for label, given in supplied.items():
        if label not in open_ones:
            others = "、".join(open_ones) or "没有"
            raise CannotSupply(f"不能填写“{label}”：它由办法定了，或不是这项评价的参数；县里可以定的有：{others}。")
        if not given.source.strip():
            raise CannotSupply(f"不能使用“{label}”的值：没有写出处。请写明是哪份文件定的。")
