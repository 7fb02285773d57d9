"""Procedures (办理): how a case moves."""

from tenglong.core.clocks import Pause, Unit

from .limits import Counting, counting
from .model import (
    Act,
    Actor,
    CaseState,
    Effect,
    Limit,
    Move,
    Opening,
    Owner,
    PauseReason,
    Procedure,
    Status,
    Step,
    StepState,
)
from .moves import allowed, apply, check_move
from .opening import refresh, start
from .readings import case_reading, step_counting, step_reading
from .refusals import CannotMove, is_owner, owner_unit

__all__ = [
    "Act",
    "Actor",
    "CannotMove",
    "CaseState",
    "Counting",
    "Effect",
    "Limit",
    "Move",
    "Opening",
    "Owner",
    "Pause",
    "PauseReason",
    "Procedure",
    "Status",
    "Step",
    "StepState",
    "Unit",
    "allowed",
    "apply",
    "case_reading",
    "check_move",
    "counting",
    "is_owner",
    "owner_unit",
    "refresh",
    "start",
    "step_counting",
    "step_reading",
]
