"""Moves: what may be done to a case, and what follows.

`check_move` asks whether somebody may do it with what is filled in and attached; `apply` says how the case stands
then. Both refuse what the state of the case forbids. Facts are keyed by the labels of the fields.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from tenglong.core.clocks import Pause

from .graph import reached, successors
from .model import Act, Actor, CaseState, Move, Procedure, Status, Step, StepState
from .opening import PASSED, refresh
from .refusals import STANDS_AT, check_entry, check_owner, check_ready, check_standing, check_time, is_owner

NO_NAMES: Mapping[str, str] = MappingProxyType({})
NO_ENTRY: Mapping[str, object] = MappingProxyType({})


def allowed(procedure: Procedure, state: CaseState, actor: Actor, facts: Mapping[str, object]) -> tuple[Move, ...]:
    """The moves that the actor may choose from now; what they must fill in and attach is asked when they make one."""
    if state.status is Status.DONE and not actor.roles.isdisjoint(procedure.reopen_by):
        return (Move(Act.REOPEN, "", to=procedure.reopen_at),)
    if state.status is not Status.OPEN:
        return ()
    moves = [
        move
        for step in procedure.steps
        if is_owner(step.owner, actor, facts)
        for move in _offered(procedure, state, step)
    ]
    if not actor.roles.isdisjoint(procedure.cancel_by):
        moves.append(Move(Act.CANCEL, ""))
    return tuple(moves)


def check_move(
    procedure: Procedure,
    state: CaseState,
    move: Move,
    *,
    actor: Actor,
    facts: Mapping[str, object],
    entry: Mapping[str, object] = NO_ENTRY,
    names: Mapping[str, str] = NO_NAMES,
) -> None:
    """CannotMove, with a sentence, if the actor may not make this move now.

    `facts` include what was filled in to finish a step, `entry` is what is noted, with 当日. `names` are the labels of
    roles and units by key.
    """
    check_standing(procedure, state, move, facts, names)
    check_owner(procedure, move, actor=actor, facts=facts, names=names)
    check_ready(procedure, move, facts)
    check_entry(procedure, move, {**facts, **entry})


def apply(procedure: Procedure, state: CaseState, move: Move, facts: Mapping[str, object], at: datetime) -> CaseState:
    """The case after the move. CannotMove if it does not stand so that the move is possible, or `at` is too early."""
    check_standing(procedure, state, move, facts, NO_NAMES)
    touched = _touched(procedure, state, move)
    check_time(procedure, move, touched if move.step else state.steps, at)
    if move.act is Act.CANCEL:
        cancelled = [replace(_rested(step, at), status=Status.CANCELLED, closed_at=at) for step in touched]
        return replace(_with(state, cancelled), status=Status.CANCELLED, closed_at=at)
    if move.act in (Act.RETURN, Act.REOPEN):
        renewed = [_renewed(step, at) for step in touched]
        reopened = [replace(step, status=Status.OPEN, opened_at=at) for step in renewed if step.key == move.to]
        return replace(_with(_with(state, renewed), reopened), status=Status.OPEN, closed_at=None)
    changed = _with(state, [_moved(step, move, at) for step in touched])
    return refresh(procedure, changed, facts, at)


def _offered(procedure: Procedure, state: CaseState, step: Step) -> Iterable[Move]:
    status = state.step(step.key).status
    acts = [act for act, stands in STANDS_AT.items() if status in stands]
    for act in acts:
        if act is Act.PAUSE:
            yield from (Move(act, step.key, reason=reason.key) for reason in procedure.pauses)
        elif act is Act.RETURN:
            yield from (Move(act, step.key, to=to) for to in step.returns_to if state.step(to).status is Status.DONE)
        else:
            yield Move(act, step.key)


def _touched(procedure: Procedure, state: CaseState, move: Move) -> list[StepState]:
    """The steps that the move changes. A return takes back every step that depends on the one returned to."""
    if move.act is Act.CANCEL:
        return [step for step in state.steps if step.status not in PASSED]
    keys = {move.step}
    if move.to is not None:
        keys |= {move.to} | reached([move.to], successors(procedure))
    return [step for step in state.steps if step.key in keys]


def _moved(step: StepState, move: Move, at: datetime) -> StepState:
    match move.act:
        case Act.FINISH:
            return replace(step, status=Status.DONE, closed_at=at)
        case Act.PAUSE:
            return replace(step, status=Status.PAUSED, pauses=(*step.pauses, Pause(at, None, move.reason)))
        case Act.RESUME:
            return replace(_rested(step, at), status=Status.OPEN)
    return step


def _renewed(step: StepState, at: datetime) -> StepState:
    """The step waiting again: in a new round unless it never left its first wait."""
    if step.status is Status.WAITING:
        return step
    return StepState(step.key, Status.WAITING, pauses=_rested(step, at).pauses, round=step.round + 1)


def _rested(step: StepState, at: datetime) -> StepState:
    """The step with no pause left standing."""
    return replace(step, pauses=tuple(replace(one, until=one.until or at) for one in step.pauses))


def _with(state: CaseState, changed: Iterable[StepState]) -> CaseState:
    new = {step.key: step for step in changed}
    return replace(state, steps=tuple(new.get(step.key, step) for step in state.steps))
