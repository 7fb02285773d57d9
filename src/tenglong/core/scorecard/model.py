"""What a scorecard is: it gives every subject a score, a rank, a class and the reasons.

Names grow in three stages, and a formula sees those of its stage:
1. the subject's own fields, the inputs and the parameters: `where`, the value of an indicator;
2. also the value of every indicator by its label, and `<指标>得分`: adjustments;
3. also 总分, 名次, 位次 (名次 / 参评数, in %) and 参评数: classes and lists; lists see 类别 too.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenglong.core.formula import Checked
from tenglong.core.measure.model import Term
from tenglong.core.procedure.model import Opening

POINTS, DIGITS = 6, 2  # decimals of points and of the total, where a scorecard says nothing else


class Missing(StrEnum):
    """What an indicator without a value means."""

    UNSCORED = "unscored"  # the subject has no total; it is left out before ranking
    ZERO = "zero"  # no points
    MEAN = "mean"  # the mean score of the population on this indicator, over those who have one


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a rule gives or the county supplies. `value` None: not published and not supplied, so unknown."""

    label: str
    value: str | None  # exact decimal text
    unit: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Input:
    """One value per subject: a measure's term over the rows whose field `per` (a label) names the subject."""

    term: Term
    per: str

    @property
    def label(self) -> str:
        """Of the term."""
        return self.term.label


@dataclass(frozen=True, slots=True)
class Indicator:
    """A value held against a benchmark. `score` is over 值, 基准, 权重; None: 值 / 基准 * 权重.

    Its points are rounded half away from zero to the scorecard's `points` decimals before anything is done with them.
    """

    label: str
    value: Checked
    unit: str | None
    benchmark: str  # exact decimal text
    weight: str  # exact decimal text
    missing: Missing
    source: str
    score: Checked | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added or taken away; an unknown one adds nothing and is said."""

    label: str
    points: Checked
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """A class: the first whose condition holds is the subject's. A condition unknown on the way: no class yet."""

    name: str
    when: Checked
    source: str


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Subjects picked out by a condition, from which cases may be opened; `opens.carry` sees the names of stage 3."""

    key: str
    label: str
    where: Checked
    opens: Opening | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard over the rows of the ledger `over`. `key` is `<mechanism>.<name>`."""

    key: str
    label: str
    station: str
    over: str
    inputs: tuple[Input, ...]
    indicators: tuple[Indicator, ...]
    where: Checked | None = None
    parameters: tuple[Parameter, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    bands: tuple[Band, ...] = ()
    lists: tuple[Shortlist, ...] = ()
    points: int = POINTS  # decimals to which the points of an indicator are kept
    digits: int = DIGITS  # decimals of the total: ranking is over the total rounded to them
    source: str = ""
    note: str = ""
