"""How a case moves: what opens, what pausing, returning and cancelling do."""

from dataclasses import replace

import pytest
from tests.core.procedure.sample import BUYBACK, LEADER, OFFICER, REVIEWER, formula, moment

from tenglong.core.procedure import (
    Act,
    CannotMove,
    CaseState,
    Move,
    Owner,
    Pause,
    Procedure,
    Status,
    Step,
    allowed,
    apply,
    refresh,
    start,
)

FACTS: dict[str, object] = {"有抵押": True, "主办单位": "land"}


def statuses(state: CaseState) -> dict[str, str]:
    return {step.key: step.status.value for step in state.steps}


def finish(state: CaseState, *keys: str, day: int = 4) -> CaseState:
    for key in keys:
        state = apply(BUYBACK, state, Move(Act.FINISH, key), FACTS, moment(day))
    return state


@pytest.fixture
def new() -> CaseState:
    return start(BUYBACK, FACTS, moment(4))


def test_a_new_case_opens_its_first_steps(new: CaseState) -> None:
    assert statuses(new) == {"verify": "open"} | dict.fromkeys(
        ("appraise", "decide", "release", "assign", "carry", "sign"), "waiting"
    )
    assert new.step("verify").opened_at == moment(4)


def test_finishing_opens_every_step_that_waited_for_it(new: CaseState) -> None:
    state = finish(new, "verify", day=5)
    assert state.step("verify").closed_at == moment(5)
    assert {key for key, status in statuses(state).items() if status == "open"} == {"appraise", "release"}


def test_a_false_condition_skips_and_an_unknown_one_waits_until_it_is_known(new: CaseState) -> None:
    finished = Move(Act.FINISH, "verify")
    assert apply(BUYBACK, new, finished, {"有抵押": False}, moment(5)).step("release").status is Status.SKIPPED
    unknown = apply(BUYBACK, new, finished, {}, moment(5))
    assert unknown.step("release").status is Status.WAITING
    known = refresh(BUYBACK, unknown, FACTS, moment(7))
    assert (known.step("release").status, known.step("release").opened_at) == (Status.OPEN, moment(7))
    assert refresh(BUYBACK, known, {"有抵押": False}, moment(8)) == known


def test_steps_behind_a_skipped_one_go_on() -> None:
    never = Step("never", "从不", Owner("officer"), when=formula("收储价 < 0"))
    procedure = replace(BUYBACK, steps=(never, Step("after", "之后", Owner("officer"), ("never",))))
    state = start(procedure, {"收储价": 1}, moment(4))
    assert statuses(state) == {"never": "skipped", "after": "open"}


def test_a_case_is_done_when_nothing_is_left(new: CaseState) -> None:
    state = finish(new, "verify", "appraise", "decide", "release", "assign", "carry")
    assert state.status is Status.OPEN
    state = finish(state, "sign", day=20)
    assert (state.status, state.closed_at) == (Status.DONE, moment(20))


def test_a_case_with_nothing_to_do_is_done_at_once() -> None:
    only = Step("only", "不必", Owner("officer"), when=formula("有抵押"))
    assert start(replace(BUYBACK, steps=(only,)), {"有抵押": False}, moment(4)).status is Status.DONE


def test_a_step_opens_when_the_last_before_it_closed_in_whatever_order_that_is_entered(new: CaseState) -> None:
    state = finish(new, "verify", "appraise")
    state = finish(state, "release", day=12)
    state = finish(state, "decide", day=6)
    assert state.step("sign").opened_at == moment(12)


def test_pausing_and_resuming_keep_the_ledger(new: CaseState) -> None:
    paused = apply(BUYBACK, new, Move(Act.PAUSE, "verify", reason="expert"), FACTS, moment(6))
    assert paused.step("verify").status is Status.PAUSED
    resumed = apply(BUYBACK, paused, Move(Act.RESUME, "verify"), FACTS, moment(8))
    again = apply(BUYBACK, resumed, Move(Act.PAUSE, "verify", reason="expert"), FACTS, moment(11))
    resumed = apply(BUYBACK, again, Move(Act.RESUME, "verify"), FACTS, moment(12))
    first = Pause(moment(6), moment(8), "expert")
    assert again.step("verify").pauses == (first, Pause(moment(11), None, "expert"))
    assert resumed.step("verify").pauses == (first, Pause(moment(11), moment(12), "expert"))


def test_a_note_changes_nothing(new: CaseState) -> None:
    assert apply(BUYBACK, new, Move(Act.NOTE, "verify"), FACTS, moment(6)) == new


def test_a_return_opens_a_new_round_and_takes_back_all_that_depends_on_it(new: CaseState) -> None:
    state = finish(new, "verify", "appraise", "release", day=6)
    returned = apply(BUYBACK, state, Move(Act.RETURN, "decide", to="appraise", reason="评估有误"), FACTS, moment(8))
    appraise, decide, release = (returned.step(key) for key in ("appraise", "decide", "release"))
    assert (appraise.status, appraise.round, appraise.opened_at, appraise.closed_at) == (
        Status.OPEN, 2, moment(8), None,
    )  # fmt: skip
    assert (decide.status, decide.round, decide.opened_at) == (Status.WAITING, 2, None)
    assert release.status is Status.DONE
    assert returned.step("sign").round == 1

    from_the_top = apply(BUYBACK, state, Move(Act.RETURN, "decide", to="verify", reason="权属变了"), FACTS, moment(8))
    assert [key for key, status in statuses(from_the_top).items() if status != "waiting"] == ["verify"]
    assert from_the_top.step("release").round == 2


def test_a_return_ends_the_pause_and_keeps_it_for_the_clock_of_the_case(new: CaseState) -> None:
    state = finish(new, "verify")
    state = apply(BUYBACK, state, Move(Act.PAUSE, "appraise", reason="expert"), FACTS, moment(6))
    state = apply(BUYBACK, state, Move(Act.RETURN, "appraise", to="verify", reason="权属变了"), FACTS, moment(8))
    assert state.step("appraise").pauses == (Pause(moment(6), moment(8), "expert"),)


def test_cancelling_ends_everything_that_is_not_done(new: CaseState) -> None:
    state = finish(new, "verify")
    state = apply(BUYBACK, state, Move(Act.PAUSE, "appraise", reason="expert"), FACTS, moment(6))
    state = apply(BUYBACK, state, Move(Act.CANCEL, "", reason="企业破产"), FACTS, moment(8))
    assert (state.status, state.closed_at) == (Status.CANCELLED, moment(8))
    assert state.step("verify").status is Status.DONE
    assert {step.status for step in state.steps[1:]} == {Status.CANCELLED}
    assert state.step("appraise").pauses == (Pause(moment(6), moment(8), "expert"),)
    assert refresh(BUYBACK, state, FACTS, moment(9)) == state


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (
            Move(Act.FINISH, "verify"),
            "不能办结“权属核查”：时间 2024-03-03 10:00 早于上一次变动的 2024-03-04 10:00，请核对时间。",
        ),
        (Move(Act.CANCEL, "", reason="企业破产"), "不能取消“收储”：时间"),
    ],
)
def test_time_does_not_go_backwards(new: CaseState, move: Move, said: str) -> None:
    with pytest.raises(CannotMove, match=said):
        apply(BUYBACK, new, move, FACTS, moment(3))


def test_a_case_cannot_be_cancelled_before_what_was_done_in_it(new: CaseState) -> None:
    state = finish(finish(new, "verify", "appraise"), "release", day=12)
    with pytest.raises(CannotMove, match="早于上一次变动的 2024-03-12"):
        apply(BUYBACK, state, Move(Act.CANCEL, "", reason="企业破产"), FACTS, moment(8))


def test_what_the_state_forbids_is_not_applied(new: CaseState) -> None:
    with pytest.raises(CannotMove, match="前一步“集体决策”还没有办结"):
        apply(BUYBACK, new, Move(Act.FINISH, "assign"), FACTS, moment(8))


def test_a_return_cannot_lie_before_what_it_takes_back(new: CaseState) -> None:
    state = finish(finish(new, "verify", "appraise"), "release", day=12)
    with pytest.raises(CannotMove, match="早于上一次变动的 2024-03-12"):
        apply(BUYBACK, state, Move(Act.RETURN, "decide", to="verify", reason="权属变了"), FACTS, moment(8))


def acts(procedure: Procedure, state: CaseState, actor: object) -> set[tuple[str, str, str]]:
    moves = allowed(procedure, state, actor, FACTS)
    return {(move.act.value, move.step, move.to or move.reason) for move in moves}


def test_what_somebody_may_do_now(new: CaseState) -> None:
    assert acts(BUYBACK, new, OFFICER) == set()
    assert acts(BUYBACK, new, LEADER) == {("cancel", "", "")}
    assert acts(BUYBACK, new, REVIEWER) == {
        ("finish", "verify", ""),
        ("note", "verify", ""),
        ("pause", "verify", "lawsuit"),
        ("pause", "verify", "expert"),
    }
    appraised = finish(new, "verify", "appraise")
    assert {move for move in acts(BUYBACK, appraised, OFFICER) if move[1] == "decide" and move[0] == "return"} == {
        ("return", "decide", "verify"),
        ("return", "decide", "appraise"),
    }
    paused = apply(BUYBACK, new, Move(Act.PAUSE, "verify", reason="expert"), FACTS, moment(6))
    assert acts(BUYBACK, paused, REVIEWER) == {("note", "verify", ""), ("resume", "verify", "")}


def test_the_unit_of_a_step_may_come_from_the_case(new: CaseState) -> None:
    state = finish(new, "verify", "appraise", "decide", "assign")
    assert ("finish", "carry", "") in acts(BUYBACK, state, REVIEWER)
    assert allowed(BUYBACK, state, REVIEWER, {"主办单位": "tax"}) == ()
    assert allowed(BUYBACK, state, REVIEWER, {}) == ()


def test_nothing_may_be_done_to_a_closed_case(new: CaseState) -> None:
    closed = apply(BUYBACK, new, Move(Act.CANCEL, "", reason="企业破产"), FACTS, moment(8))
    assert acts(BUYBACK, closed, LEADER) == set()
