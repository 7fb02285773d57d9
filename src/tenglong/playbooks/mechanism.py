"""What a folder of YAML becomes: a frozen mechanism, and the county it may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenglong.core.collection import Collection
from tenglong.core.ledger import Ledger
from tenglong.core.matching.model import Match
from tenglong.core.measure.model import Measure
from tenglong.core.procedure.model import Procedure
from tenglong.core.report.model import Document, Report
from tenglong.core.scorecard.model import Scorecard

from .story import Cast, Story

STATIONS = ("评价", "整治", "空间", "匹配", "招商", "审批", "项目", "服务", "成长")  # of the loop, in its order
LANES = ("占用", "整治", "空间", "审批", "建设", "产出", "服务")  # of a plot's line of time


INSIDE = "inside"  # what `confidential: true` stands for: those who see a region or a unit's work


@dataclass(frozen=True, slots=True)
class Confidence:
    """A circle that values are kept in.

    `sums_from`: a sum over so many enterprises or more tells no single one of them, and is told to those outside as
    well; 0: sums are kept in like the values.
    """

    key: str
    label: str
    sums_from: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """Who may do what: which rows it `sees` (region, unit, own, listed, none) and what it `may` do beyond its steps.

    `reads` are the confidences it is let into; `second_factor`: nobody holds it without a second factor.
    """

    key: str
    label: str
    sees: str
    may: frozenset[str]
    reads: frozenset[str] = frozenset()
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredLedger(Ledger):
    """A ledger of a mechanism, and the keys of the fields that tie a record to the registry."""

    enterprise_field: str | None = None
    parcel_field: str | None = None
    region_field: str | None = None
    unit_field: str | None = None


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A working practice of the county. What it declares is under qualified keys, `<mechanism>.<name>`."""

    key: str
    title: str
    station: str
    summary: str
    sources: tuple[str, ...]
    ledgers: Mapping[str, DeclaredLedger]
    procedures: Mapping[str, Procedure]
    measures: Mapping[str, Measure]
    stories: tuple[Story, ...]
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)
    matches: Mapping[str, Match] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    collections: Mapping[str, Collection] = field(default_factory=dict)

    def registers(self) -> tuple[str, ...]:
        """The keys of the ledgers that no procedure handles: people keep their rows as rows."""
        handled = {procedure.ledger for procedure in self.procedures.values()}
        return tuple(key for key in self.ledgers if key not in handled)


@dataclass(frozen=True, slots=True)
class County:
    """What a mechanism may refer to: roles, the registry's own kinds by key, the other mechanisms by key.

    `people` are those a story may name besides its own; with nobody at all named, names are taken as they are.
    """

    roles: Mapping[str, Role]
    ledgers: Mapping[str, Ledger]
    others: Mapping[str, Mechanism] = field(default_factory=dict)
    people: Mapping[str, Cast] = field(default_factory=dict)
    confidences: Mapping[str, Confidence] = field(default_factory=lambda: {INSIDE: Confidence(INSIDE, "经办内部")})
