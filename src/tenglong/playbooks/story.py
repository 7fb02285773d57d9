"""What a story is: events at their moments, checked against the mechanism, ready to be played in order.

Keys, not labels: values are keyed by the field's key, steps and procedures by their keys. A reference to a row that
the story itself registered holds that row's key (its code); a reference to a case holds the case's alias.
Moments are the county's wall clock, without a time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tenglong.core.ledger import Value
from tenglong.core.procedure.model import Act


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody who acts in a story: a name, the role held, the unit (by key) or the enterprise (by name) of it."""

    name: str
    role: str
    unit: str = ""
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A row of the registry or of a declared ledger: `kind` is enterprise, parcel, plant, occupancy, observation, or
    the ledger's key."""

    kind: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Listed:
    """A subject (by key) of a list of the newest published run of a scorecard."""

    scorecard: str
    list: str
    subject: str


@dataclass(frozen=True, slots=True)
class Open:
    """A case is opened; later events call it by its alias. `listed`: the list it is opened from, which carries over."""

    procedure: str
    alias: str
    values: Mapping[str, Value]
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class Publish:
    """A scorecard is run for a period and published; `supplied` are the county's own values of parameters that the
    rule leaves open, written in `source`."""

    scorecard: str
    period: str
    supplied: Mapping[str, Decimal] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Do:
    """A move of a case. `step` is empty for cancelling the whole case. `reason` is a pause reason's key or free words.

    `opens_as` names the cases that finishing the step opens: procedure → alias.
    """

    act: Act
    alias: str
    step: str
    values: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    reason: str = ""
    to: str | None = None
    opens_as: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectMeasure:
    """The number is `value` as shown (rounded to the measure's digits, × 100 if a percentage); or it is refused with
    a sentence that contains `refused`; with neither it is missing."""

    measure: str
    period: str = ""
    on: date | None = None
    value: Decimal | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ExpectCase:
    """How a case stands at the event's moment: whatever is given must be so.

    `status` is done, open or cancelled (core's words); `open` are exactly the open or paused steps. `light` (green,
    yellow, red, grey) and `due_on` are the case's, or with `step` that step's.
    """

    alias: str
    status: str = ""
    open: tuple[str, ...] | None = None
    step: str = ""
    light: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExpectParcel:
    """Exactly these enterprises (by code) use the parcel (by code) on that day."""

    parcel: str
    occupants: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ExpectMatch:
    """How a pair is judged: whatever is given must be so. `left` and `right` are aliases of cases, or keys of rows.

    `reason` is of a condition that fails, `asks` the name of a fact that is missing; `suggested`: the allocation has
    the pair.
    """

    match: str
    left: str
    right: str
    fits: bool | None = None
    near: bool | None = None
    suggested: bool | None = None
    reason: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True)
class ExpectScore:
    """How a subject (by key) stands in the newest published run of that period: whatever is given must be so.

    `value` is the total; `lists` are exactly the keys of the lists it is on, `points` those of indicators by label.
    """

    scorecard: str
    period: str
    subject: str
    value: Decimal | None = None
    rank: int | None = None
    band: str = ""
    lists: tuple[str, ...] | None = None
    points: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectReport:
    """The report drawn for that period and audience (empty: the first) says `contains`, or is refused."""

    report: str
    period: str
    audience: str
    contains: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ExpectDocument:
    """The document drawn of that case says `contains`, or is refused."""

    document: str
    alias: str
    contains: str = ""
    refused: str = ""


Happening = (
    Register
    | Open
    | Publish
    | Do
    | ExpectMeasure
    | ExpectCase
    | ExpectParcel
    | ExpectMatch
    | ExpectScore
    | ExpectReport
    | ExpectDocument
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens. `by` is a name of the cast, empty for an expectation nobody is named for.

    `refused` not empty: the program must refuse, with a sentence that contains it. `line` is the place in the file.
    """

    at: datetime
    by: str
    does: Happening
    refused: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """Events in order of time. `key` is the file's name, `region` the code of the area everything in it belongs to."""

    key: str
    title: str
    source: str
    region: str
    cast: tuple[Cast, ...]
    events: tuple[Event, ...]
