"""What a procedure (办理) is, and what state a case can be in.

A case has a set of steps. A step opens when every step in `after` is done or skipped and its `when` holds;
so several steps may be open at once. Everything that happens to a step is a `Move`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tenglong.core.clocks import Pause as Pause  # noqa: PLC0414 - part of the model, lives with the clocks
from tenglong.core.clocks import Unit as Unit  # noqa: PLC0414
from tenglong.core.formula import Checked
from tenglong.core.ledger import Field


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a step or a case may take. `source` names the rule, or says "not published": then the county set it.

    `when` (over the case's fields) says which cases it is for; of several limits the first whose `when` holds counts.
    `since` is the label of a date field: the clock starts that day and not at the opening. `until` is the label of a
    date field that holds a planned day: due then, `amount` is 0, and `unit` says in what the time left is told.
    """

    amount: int
    unit: Unit
    source: str
    when: Checked | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who does a step: a role, within a unit.

    `unit` is the key of a fixed unit, `unit_from` the label of the case's field that holds one (主办单位); with neither
    it is the unit that owns the case or, where cases belong to no unit, whoever holds the role where the case lies.
    A step whose `unit_from` is still empty belongs to nobody.
    """

    role: str
    unit: str | None = None
    unit_from: str | None = None


@dataclass(frozen=True, slots=True)
class PauseReason:
    """A reason that stops the clock; the paused days are given back to the limit."""

    key: str
    label: str
    source: str = ""
    needs_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """Finishing a step opens another case: `procedure` is `<mechanism>.<procedure>`.

    `carry` maps a field (by key) of the new case's record to a formula over this case's facts.
    `link` is the field of the new record that keeps this case's number.
    """

    procedure: str
    carry: Mapping[str, Checked] = field(default_factory=dict)
    when: Checked | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Finishing a step changes a dated fact of the registry (a closed list of kinds, see records.flows).

    `kind` is `occupancy_ends` or `occupancy_begins`; `values` are formulas over the case's facts.
    """

    kind: str
    values: Mapping[str, Checked] = field(default_factory=dict)
    when: Checked | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """Something that should hold: where it does not, the step is finished only with words in the field `field`."""

    that: Checked
    sentence: str
    field: str  # by its label


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `fields` are filled in to finish it, `log` fields with every entry noted while it is open.

    `when` unknown keeps the step waiting until the fact is known; `when` false skips it.
    `log_check` must hold for an entry, over its values, the case's facts before it and 当日.
    `evidence` are the documents that must be attached to finish it. `lane` is the station of the loop it shows in.
    `offered`: while it is in hand, the case's record is on offer to those who see only that.
    """

    key: str
    label: str
    owner: Owner
    after: tuple[str, ...] = ()
    when: Checked | None = None
    limits: tuple[Limit, ...] = ()
    fields: tuple[Field, ...] = ()
    log: tuple[Field, ...] = ()
    evidence: tuple[str, ...] = ()
    check: tuple[tuple[Checked, str], ...] = ()  # (must hold to finish, sentence when it does not)
    explain: tuple[Explained, ...] = ()
    log_check: tuple[tuple[Checked, str], ...] = ()
    returns_to: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()
    effects: tuple[Effect, ...] = ()
    lane: str = ""
    help: str = ""
    offered: bool = False


class Taken(StrEnum):
    """How one value is made of many entries."""

    SUM = "sum"
    COUNT = "count"
    MIN = "min"
    MAX = "max"
    LAST = "last"  # of the newest entry


@dataclass(frozen=True, slots=True)
class LogTotal:
    """One value of a case over the entries of a step's log (累计). `field` is the column it becomes.

    `where` selects entries and `of` is taken, over the log's labels, the case's record and 当日.
    """

    field: Field
    log: str  # the step
    taken: Taken
    of: Checked | None = None
    where: Checked | None = None


@dataclass(frozen=True, slots=True)
class LightRule:
    """A rule that lights a case over its row, its totals and 当日. `source` as in Limit."""

    label: str
    red: Checked | None
    yellow: Checked | None
    source: str
    note: str = ""  # the reason, in words


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure over the records of one ledger. `opened_by` are the roles that may open a case.

    `reopen_by` are those that may take a finished case up again, at the step `reopen_at`.
    `key` is `<mechanism>.<name>`; `limits` are the promise for the whole case, counted from its opening.
    """

    key: str
    label: str
    ledger: str
    steps: tuple[Step, ...]
    opened_by: tuple[str, ...]
    station: str  # of the loop: 整治, 空间, 服务 …
    limits: tuple[Limit, ...] = ()
    pauses: tuple[PauseReason, ...] = ()
    cancel_by: tuple[str, ...] = ()
    reopen_by: tuple[str, ...] = ()
    reopen_at: str = ""
    warn_before: int = 1  # the light turns yellow when so many units are left
    totals: tuple[LogTotal, ...] = ()
    lights: tuple[LightRule, ...] = ()

    def step(self, key: str) -> Step:
        """The step with that key; KeyError if there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)


class Status(StrEnum):
    """Where a step or a case stands."""

    WAITING = "waiting"
    OPEN = "open"
    PAUSED = "paused"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of one case, in its present round (a return opens a new round with a fresh clock).

    `pauses` are those of every round: the step's clock counts from `opened_at`, the case's clock needs them all.
    """

    key: str
    status: Status
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    round: int = 1


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as a whole: `steps` in the procedure's order."""

    status: Status
    opened_at: datetime
    steps: tuple[StepState, ...]
    closed_at: datetime | None = None

    def step(self, key: str) -> StepState:
        """The state of that step; KeyError if there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)


class Act(StrEnum):
    """What can be done to a case."""

    FINISH = "finish"
    NOTE = "note"
    PAUSE = "pause"
    RESUME = "resume"
    RETURN = "return"
    CANCEL = "cancel"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as far as deciding needs it."""

    roles: frozenset[str]
    unit: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """One act on one step; `step` is empty for CANCEL, which ends the whole case, and for REOPEN of a finished one.

    `to` is the step returned to, `reason` a pause reason's key or free words, `evidence` what is attached.
    """

    act: Act
    step: str
    to: str | None = None
    reason: str = ""
    evidence: frozenset[str] = frozenset()
