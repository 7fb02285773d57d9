"""A finished case is taken up again with a reason; what does not hold asks for words."""

from dataclasses import replace

import pytest
from tests.core.procedure.sample import BUYBACK, LEADER, NAMES, OFFICER, moment
from tests.core.procedure.test_refusals import FACTS, refusal, stand

from tenglong.core.formula import NameSpec, Type, check, parse
from tenglong.core.procedure import Act, CannotMove, Explained, Move, Status, allowed, apply, check_move

KEPT = replace(BUYBACK, reopen_by=("leader",), reopen_at="appraise", cancel_by=("leader",))
REOPEN = Move(Act.REOPEN, "", to="appraise", reason="评估报告有误")
DONE = replace(stand("verify", "appraise", "decide", "release", "sign"), status=Status.DONE, closed_at=moment(6))


def test_a_finished_case_is_taken_up_where_the_procedure_says() -> None:
    assert [move.act for move in allowed(KEPT, DONE, LEADER, FACTS)] == [Act.REOPEN]
    assert allowed(KEPT, DONE, OFFICER, FACTS) == ()
    assert allowed(BUYBACK, DONE, LEADER, FACTS) == ()
    check_move(KEPT, DONE, REOPEN, actor=LEADER, facts=FACTS, names=NAMES)
    after = apply(KEPT, DONE, REOPEN, FACTS, moment(8))
    assert (after.status, after.closed_at) == (Status.OPEN, None)
    assert (after.step("appraise").status, after.step("appraise").round) == (Status.OPEN, 2)
    assert after.step("verify") == DONE.step("verify")
    assert after.step("sign").status is Status.WAITING


@pytest.mark.parametrize(
    ("move", "actor", "sentence"),
    [
        (replace(REOPEN, reason=" "), LEADER, "没有写明原因"),
        (replace(REOPEN, to="verify"), LEADER, "不从这一步重开"),
        (REOPEN, OFFICER, "可以重开"),
    ],
)
def test_who_reopens_says_why(move, actor, sentence) -> None:
    assert sentence in refusal(DONE, move, actor, procedure=KEPT)


def test_only_what_is_finished_is_reopened() -> None:
    assert "没有办结" in refusal(stand(), REOPEN, LEADER, procedure=KEPT)
    with pytest.raises(CannotMove, match=r"没有写明原因|没有办结"):
        apply(KEPT, stand(), REOPEN, FACTS, moment(8))


def test_what_does_not_hold_asks_for_words() -> None:
    names = {"收储价": NameSpec("收储价", Type.NUMBER, "万元"), "上次报价": NameSpec("上次报价", Type.NUMBER, "万元")}
    holds = check(parse("收储价 <= 上次报价 * 1.3"), names)
    asks = Explained(holds, "收储价比上次报价高三成以上。", "说明")
    steps = tuple(replace(step, explain=(asks,)) if step.key == "sign" else step for step in BUYBACK.steps)
    procedure, sign = replace(BUYBACK, steps=steps), Move(Act.FINISH, "sign")
    state = stand("verify", "appraise", "decide", "release")
    high = {**FACTS, "收储价": 150, "上次报价": 100, "说明": None}
    told = refusal(state, sign, OFFICER, high, procedure)
    assert told == "不能办结“签订收储协议”：收储价比上次报价高三成以上。请核对；属实的，在“说明”里写明原因再办结。"
    for fine in ({**high, "说明": "连同设备收储"}, {**high, "收储价": 130}, {**high, "上次报价": None}):
        check_move(procedure, state, sign, actor=OFFICER, facts=fine, names=NAMES)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", [DONE, stand()], ids=["finished", "open"])
def test_a_step_that_is_none_is_refused_in_a_sentence(act: Act, state) -> None:
    sentence = refusal(state, Move(act, "nowhere", to="appraise"), LEADER, procedure=KEPT)
    assert "nowhere" in sentence or KEPT.label in sentence
