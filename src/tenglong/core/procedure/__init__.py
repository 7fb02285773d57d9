"""Procedures (办理): how a case moves."""

from tenglong.core.clocks import Pause, Unit

from .limits import Counting, counting
from .model import (
    Act,
    Actor,
    CaseState,
    Effect,
    Explained,
    LightRule,
    Limit,
    LogTotal,
    Move,
    Opening,
    Owner,
    PauseReason,
    Procedure,
    Status,
    Step,
    StepState,
    Taken,
)
from .moves import allowed, apply, check_move
from .opening import refresh, start
from .readings import case_reading, step_counting, step_reading
from .refusals import CannotMove, is_owner, owner_unit
from .rules import RuleLit, rule_lit
from .totals import remembering, take

__all__ = [
    "Act",
    "Actor",
    "CannotMove",
    "CaseState",
    "Counting",
    "Effect",
    "Explained",
    "LightRule",
    "Limit",
    "LogTotal",
    "Move",
    "Opening",
    "Owner",
    "Pause",
    "PauseReason",
    "Procedure",
    "RuleLit",
    "Status",
    "Step",
    "StepState",
    "Taken",
    "Unit",
    "allowed",
    "apply",
    "case_reading",
    "check_move",
    "counting",
    "is_owner",
    "owner_unit",
    "refresh",
    "remembering",
    "rule_lit",
    "start",
    "step_counting",
    "step_reading",
    "take",
]
