"""How cases and their steps stood at the end of a day. `one` is a case or the run of a step."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.procedure import Status

ENDED = {Status.DONE.value: "已办结", Status.CANCELLED.value: "已中止"}


def day_of(moment: Any) -> date:
    """The day of a moment in the county."""
    return china_time(moment).date()


def ended_by(one: Any, on: date) -> date | None:
    """The day it had ended on; None while it was still in hand."""
    ended = day_of(one.closed_at) if one.closed_at else None
    return ended if ended and ended <= on else None


def in_hand(runs: Iterable[Any], on: date) -> list[Any]:
    """The runs of steps that were open."""
    begun = (run for run in runs if run.opened_at and day_of(run.opened_at) <= on)
    return [run for run in begun if ended_by(run, on) is None]


def is_late(run: Any, on: date) -> bool:
    """Whether a run in hand was past its day."""
    return run.due_on is not None and run.due_on < on
