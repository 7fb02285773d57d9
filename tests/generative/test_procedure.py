"""What holds for every procedure, whatever its steps and whatever is done to a case of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.procedure.sample import BUYBACK, OFFICER, days, formula

from tenglong.core.clocks import Pause
from tenglong.core.decreed import seed_calendar
from tenglong.core.procedure import (
    Act,
    CaseState,
    Move,
    Owner,
    Procedure,
    Status,
    Step,
    StepState,
    allowed,
    apply,
    case_reading,
    check_move,
    refresh,
    start,
    step_reading,
)
from tenglong.core.procedure.graph import predecessors, reached

BEGIN = datetime(2024, 3, 4, 9)
Walk = tuple[Procedure, list[tuple[Move | None, CaseState, datetime]]]  # the procedure; move, state after it, when
PASSED = {Status.DONE, Status.SKIPPED}
ACTIVE = {Status.OPEN, Status.PAUSED}
WHEN = formula("有抵押")
FACTS = st.fixed_dictionaries({"有抵押": st.sampled_from([True, False, None])})


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Up to eight steps in any order; each after some of those drawn before it, and returnable to any before it."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = [step.key for step in steps]
        after = tuple(key for key in earlier if draw(st.booleans()))
        step = Step(
            f"s{number}",
            f"第{number}步",
            Owner("officer"),
            after,
            when=WHEN if draw(st.integers(0, 3)) == 0 else None,
            limits=(days(draw(st.integers(0, 9))),) if draw(st.booleans()) else (),
        )
        steps.append(step)
    procedure = replace(BUYBACK, steps=tuple(draw(st.permutations(steps))), cancel_by=("officer",))
    before = predecessors(procedure)
    backwards = tuple(replace(step, returns_to=tuple(sorted(reached([step.key], before)))) for step in procedure.steps)
    return replace(procedure, steps=backwards)


@st.composite
def walks(draw: st.DrawFn, acts: frozenset[Act] = frozenset(Act)) -> Walk:
    """A case taken through random moves at random times, with every state on the way."""
    procedure = draw(procedures())
    facts, at = draw(FACTS), BEGIN
    state = start(procedure, facts, at)
    seen: list[tuple[Move | None, CaseState, datetime]] = [(None, state, at)]
    for _ in range(draw(st.integers(0, 25))):
        at += timedelta(hours=draw(st.integers(0, 60)))
        if draw(st.integers(0, 9)) == 0:
            facts = draw(FACTS)
            state = refresh(procedure, state, facts, at)
        moves = [move for move in allowed(procedure, state, OFFICER, facts) if move.act in acts]
        if not moves:
            break
        move = replace(draw(st.sampled_from(moves)), evidence=frozenset({"依据"}))
        move = move if move.reason else replace(move, reason="错了")
        check_move(procedure, state, move, actor=OFFICER, facts=facts)
        state = apply(procedure, state, move, facts, at)
        seen.append((move, state, at))
    return procedure, seen


def moments(step: StepState) -> Iterator[datetime]:
    for pause in step.pauses:
        yield pause.since
        if pause.until:
            yield pause.until
    yield from filter(None, (step.opened_at, step.closed_at))


@given(walks())
def test_a_step_is_open_only_when_all_before_it_are_passed(
    walk: Walk,
) -> None:
    procedure, seen = walk
    for _, state, _ in seen:
        for step in procedure.steps:
            if state.step(step.key).status in ACTIVE | PASSED and state.status is not Status.CANCELLED:
                assert all(state.step(key).status in PASSED for key in step.after)


@given(walks())
def test_what_each_status_means(walk: Walk) -> None:
    for _, state, _ in walk[1]:
        for step in state.steps:
            standing = [pause for pause in step.pauses if pause.until is None]
            assert len(standing) == (step.status is Status.PAUSED)
            assert (step.status in {Status.WAITING}) <= (step.opened_at is None and step.closed_at is None)
            assert (step.status in ACTIVE) <= (step.opened_at is not None and step.closed_at is None)
            assert (step.status is Status.DONE) <= (step.opened_at is not None and step.closed_at is not None)
            assert (step.status is Status.SKIPPED) <= (step.opened_at is None and step.closed_at is not None)
        assert (state.status is Status.DONE) == all(step.status in PASSED for step in state.steps)
        assert (state.closed_at is None) == (state.status is Status.OPEN)
        assert [step.key for step in state.steps] == [step.key for step in walk[0].steps]


@given(walks())
def test_a_round_opens_once_and_rounds_only_grow(
    walk: Walk,
) -> None:
    opened: dict[tuple[str, int], datetime] = {}
    last: dict[str, int] = {}
    for _, state, _ in walk[1]:
        for step in state.steps:
            assert step.round >= last.get(step.key, 1)
            last[step.key] = step.round
            if step.opened_at is not None:
                assert opened.setdefault((step.key, step.round), step.opened_at) == step.opened_at


@given(walks())
def test_time_never_goes_backwards(walk: Walk) -> None:
    procedure, seen = walk
    for _, state, at in seen:
        for step in procedure.steps:
            stands = state.step(step.key)
            assert all(BEGIN <= moment <= at for moment in moments(stands))
            if stands.opened_at is not None:
                before = [state.step(key).closed_at for key in step.after]
                assert all(closed is not None and closed <= stands.opened_at for closed in before)
                assert stands.closed_at is None or stands.closed_at >= stands.opened_at


@given(walks())
def test_no_pause_is_ever_lost(walk: Walk) -> None:
    """Every pause made is in the ledger, in whatever round, and the clock of the case knows it."""
    procedure, seen = walk
    made = [(move.step, at) for move, _, at in seen if move and move.act is Act.PAUSE]
    _, state, at = seen[-1]
    kept = [(step.key, pause.since) for step in state.steps for pause in step.pauses]
    assert sorted(kept) == sorted(made)
    reading = case_reading(procedure, state, {}, at, seed_calendar())
    assert reading is not None
    running = case_reading(procedure, _without_pauses(state), {}, at, seed_calendar())
    assert running is not None
    assert reading.used <= running.used
    assert reading.due_on >= running.due_on


@given(walks(frozenset({Act.FINISH})), FACTS)
def test_a_case_that_only_finishes_ends_done(walk: Walk, facts: dict[str, object]) -> None:
    procedure, seen = walk
    _, state, at = seen[-1]
    known = {"有抵押": bool(facts["有抵押"])}
    state = refresh(procedure, state, known, at)
    assert _finished(procedure, state, known, at).status is Status.DONE


@given(walks(frozenset({Act.FINISH, Act.RETURN, Act.PAUSE, Act.RESUME, Act.NOTE})))
def test_returned_and_finished_again_it_ends_the_same(
    walk: Walk,
) -> None:
    procedure, seen = walk
    _, state, at = seen[-1]
    facts = {"有抵押": True}
    ended = _finished(procedure, refresh(procedure, state, facts, at), facts, at)
    straight = _finished(procedure, start(procedure, facts, BEGIN), facts, at)
    assert ended.status is straight.status is Status.DONE
    skipped_while_false = {step.key for step in state.steps if step.status is Status.SKIPPED}
    assert {step.key for step in ended.steps if step.status is Status.SKIPPED} == skipped_while_false


@given(walks())
def test_every_clock_of_every_state_can_be_read(
    walk: Walk,
) -> None:
    procedure, seen = walk
    for _, state, at in seen:
        for step in state.steps:
            reading = step_reading(procedure, step, {}, at, seed_calendar())
            limit = next(iter(procedure.step(step.key).limits), None)
            assert (reading is None) == (limit is None or step.opened_at is None)
            if reading is not None and limit is not None:
                assert reading.used + reading.left == limit.amount
                assert reading.paused == (step.status is Status.PAUSED)


def _finished(procedure: Procedure, state: CaseState, facts: dict[str, object], at: datetime) -> CaseState:
    while state.status is Status.OPEN:
        act, step = next(
            (Act.RESUME if step.status is Status.PAUSED else Act.FINISH, step)
            for step in state.steps
            if step.status in ACTIVE
        )
        state = apply(procedure, state, Move(act, step.key), facts, at)
    return state


def _without_pauses(state: CaseState) -> CaseState:
    no_pauses: tuple[Pause, ...] = ()
    return replace(state, steps=tuple(replace(step, pauses=no_pauses) for step in state.steps))
