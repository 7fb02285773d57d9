"""What a scorecard gives: to one subject, and to all of them."""

from dataclasses import dataclass
from decimal import Decimal

from tenglong.core.errors import Refused


class CannotScore(Refused):
    """A scorecard cannot be applied to these rows. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one indicator gives one subject.

    `value` is rounded to `points.value_digits`, None where it is missing. `points` has the scorecard's `points`
    decimals, None where there are none. `substituted`: the points are not the subject's own, but 0 or the mean.
    """

    value: Decimal | None
    points: Decimal | None
    substituted: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """One subject of the population. Marks, adjustments and lists stand in the scorecard's order.

    An adjustment of None is unknown and adds nothing. `total` has the scorecard's `digits` decimals; without a total
    there is no rank. `band` is the name of the class; without one, `undecided` names the class whose condition is
    unknown, or is None when no class's condition holds. A list has True, False or None for unknown.
    """

    key: str
    marks: tuple[Mark, ...]
    adjustments: tuple[Decimal | None, ...]
    total: Decimal | None
    rank: int | None
    band: str | None
    undecided: str | None
    lists: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scorecard gives to many rows.

    `subjects` are those of the population, in the order of the rows; `ranked` of them have a total. `means` are the
    mean points of each indicator that substitutes them, None for another one or when nobody has points.
    `unsure` are the keys of the rows of which it is unknown whether they belong: they are not in the population.
    """

    subjects: tuple[Scored, ...]
    ranked: int
    means: tuple[Decimal | None, ...]
    unsure: tuple[str, ...]
