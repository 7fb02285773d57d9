"""How each kind lies in its table: the column of its key, what its fields read and refer to, who sees its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Model, Q, QuerySet

from tenglong.core.ledger import Ledger
from tenglong.records.ledgers.pinyin import initials
from tenglong.records.people.models import Unit
from tenglong.records.people.rights import By
from tenglong.records.regions.codes import level_of
from tenglong.records.regions.models import Region
from tenglong.records.regions.queries import held

from . import queries
from .kinds import KINDS, NUMBER
from .models import (
    Enterprise,
    Floor,
    Industry,
    Keyed,
    Observation,
    Occupancy,
    Parcel,
    Past,
    Plant,
    Space,
    Term,
    Title,
)

Values = Mapping[str, Any]
BETWEEN = "|"  # the parts of a key


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind in its table.

    `key` is the column that names a row. `references`: field key → kind, kept as a foreign key. `follows` is the field
    whose row says in which region this one lies. `region` and `parcel` are lookups; `holds` the condition that a row
    holds on a day. `derived`: column → what it is made of.
    """

    kind: str
    model: type[Model]
    key: str
    rows: Callable[[By | None], QuerySet[Any]]
    references: Mapping[str, str] = field(default_factory=dict)
    follows: str = ""
    region: str = "region_code"
    parcel: str = ""
    derived: Mapping[str, Callable[[Values], Any]] = field(default_factory=dict)
    searched: tuple[str, ...] = ()
    holds: Callable[[date], Q] | None = None
    right: str = "register"

    @property
    def ledger(self) -> Ledger:
        return KINDS[self.kind]

    @property
    def keyed(self) -> bool:
        """Whether the table keeps the identity as one text."""
        return issubclass(self.model, Keyed)

    def path(self, key: str) -> str:
        """The lookup of a field's value."""
        if key == NUMBER:
            return "pk"
        if key in self.references:
            return f"{key}__{LAYOUTS[self.references[key]].key}"
        return key

    def column(self, key: str) -> str:
        """The column of a field."""
        return f"{key}_id" if key in self.references else key

    def key_of(self, values: Values) -> str:
        """The key of a row with these values."""
        return BETWEEN.join("" if values.get(part) is None else str(values[part]) for part in self.ledger.identity)


_NAMED = ("name", "pinyin")
_PINYIN: Mapping[str, Callable[[Values], Any]] = MappingProxyType({"pinyin": lambda values: initials(values["name"])})
_LEVEL: Mapping[str, Callable[[Values], Any]] = MappingProxyType({"level": lambda values: level_of(values["code"])})

_ALL = (
    Layout("enterprise", Enterprise, "code", queries.list_enterprises, derived=_PINYIN, searched=_NAMED),
    Layout(
        "parcel", Parcel, "code", queries.list_parcels, parcel="code", derived=_PINYIN, searched=_NAMED,
        holds=queries.stands,
    ),
    Layout(
        "plant", Plant, "code", queries.list_plants, {"parcel": "parcel"}, "parcel",
        parcel="parcel__code", searched=("name",),
    ),
    Layout(
        "occupancy", Occupancy, "key", queries.list_occupancies,
        {"parcel": "parcel", "plant": "plant", "space": "space", "enterprise": "enterprise", "let_by": "enterprise"},
        "parcel", parcel="parcel__code", searched=("enterprise__name", "parcel__name"), holds=queries.holds,
    ),
    Layout(
        "observation", Observation, "key", queries.list_observations, parcel="parcel_code",
        searched=("subject", "metric"),
    ),
    Layout("unit", Unit, "key", queries.list_units, searched=("name",), holds=queries.stands, right="install"),
    Layout(
        "floor", Floor, "code", queries.list_floors, {"plant": "plant"}, "plant",
        "plant__region_code", "plant__parcel__code", searched=("name",),
    ),
    Layout(
        "space", Space, "code", queries.list_spaces, {"plant": "plant", "floor": "floor"}, "plant",
        "plant__region_code", "plant__parcel__code", searched=("name",),
    ),
    Layout(
        "title", Title, "key", queries.list_titles, {"enterprise": "enterprise"}, "enterprise",
        "enterprise__region_code", searched=("title", "enterprise__name"), holds=queries.stands,
    ),
    Layout(
        "past", Past, "key", queries.list_past, {"enterprise": "enterprise", "parcel": "parcel"}, "enterprise",
        "enterprise__region_code", "parcel__code", searched=("value",), holds=queries.stands,
    ),
    Layout(
        "term", Term, "key", queries.list_terms, {"parcel": "parcel"}, "parcel",
        "parcel__region_code", "parcel__code", searched=("indicator", "parcel__name"),
    ),
    Layout(
        "region", Region, "code", queries.list_areas, {"parent": "region"}, region="code", derived=_LEVEL,
        searched=("name",), holds=held, right="install",
    ),
    Layout("industry", Industry, "key", queries.list_industries, region="", searched=("name",), right="install"),
)  # fmt: skip
LAYOUTS = {layout.kind: layout for layout in _ALL}
