"""Every refusal is a sentence: the step, why, and what to do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from tests.core.procedure.sample import BUYBACK, LEADER, NAMES, OFFICER, REVIEWER, moment

from tenglong.core.procedure import Act, Actor, CannotMove, CaseState, Move, Procedure, apply, check_move, start

PAPERS = frozenset({"登记簿查询结果"})
FACTS: dict[str, object] = {
    "权属清楚": False,
    "有抵押": True,
    "收储价": 0,
    "决策日期": date(2024, 3, 10),
    "签约日期": date(2024, 3, 12),
}
PAUSE = Move(Act.PAUSE, "verify", reason="expert")


def stand(*moves: Move | str, facts: Mapping[str, object] = FACTS) -> CaseState:
    """The sample case after these moves; a bare key means finished."""
    state = start(BUYBACK, facts, moment(4))
    for move in moves:
        made = Move(Act.FINISH, move) if isinstance(move, str) else move
        state = apply(BUYBACK, state, made, facts, moment(5))
    return state


def refusal(
    state: CaseState,
    move: Move,
    actor: Actor = OFFICER,
    facts: Mapping[str, object] = FACTS,
    procedure: Procedure = BUYBACK,
) -> str:
    with pytest.raises(CannotMove) as caught:
        check_move(procedure, state, move, actor=actor, facts=facts, names=NAMES)
    return str(caught.value)


def test_what_is_complete_may_be_done() -> None:
    verify = Move(Act.FINISH, "verify", evidence=PAPERS)
    check_move(BUYBACK, stand(), verify, actor=REVIEWER, facts=FACTS)
    sign = Move(Act.FINISH, "sign")
    state = stand("verify", "appraise", "decide", "release")
    check_move(BUYBACK, state, sign, actor=OFFICER, facts=FACTS)


@pytest.mark.parametrize(
    ("done", "step", "sentence"),
    [
        (
            ("verify", "appraise", "release"),
            "sign",
            "不能办结“签订收储协议”：前一步“集体决策”还没有办结，请先由园区服务中心园区专员办结该步。",
        ),
        (
            ("verify",),
            "sign",
            "不能办结“签订收储协议”：前面还有 2 步没有办结"
            "（“集体决策”由园区服务中心园区专员办、“解除抵押”由园区专员办），请先办结这些步骤。",
        ),
        (("verify",), "verify", "不能办结“权属核查”：这一步已经办结，请办理还没有办结的步骤。"),
        ((PAUSE,), "verify", "不能办结“权属核查”：这一步的钟还停着，请先恢复计时。"),
    ],
)
def test_where_the_step_stands(done: tuple[Move | str, ...], step: str, sentence: str) -> None:
    assert refusal(stand(*done), Move(Act.FINISH, step), REVIEWER) == sentence


def test_a_step_whose_condition_is_unknown_or_false() -> None:
    unknown, unneeded = ({**FACTS, "有抵押": value} for value in (None, False))
    release = Move(Act.FINISH, "release")
    assert (
        refusal(stand("verify", facts=unknown), release, facts=unknown)
        == "不能办结“解除抵押”：还不知道要不要办这一步，缺“有抵押”，请先补齐。"
    )
    assert refusal(stand("verify", facts=unknown), release) == "不能办结“解除抵押”：这一步还没有打开，请刷新后再办。"
    assert (
        refusal(stand("verify", facts=unneeded), release, facts=unneeded)
        == "不能办结“解除抵押”：本件不需要办这一步，请办理还没有办结的步骤。"
    )


@pytest.mark.parametrize(
    ("move", "actor", "sentence"),
    [
        (Move(Act.NOTE, "verify"), OFFICER, "不能记录“权属核查”：这一步由自然资源局审核人办，请转给他们办理。"),
        (
            Move(Act.NOTE, "verify"),
            Actor(frozenset({"reviewer"}), "tax"),
            "不能记录“权属核查”：这一步由自然资源局审核人办，请转给他们办理。",
        ),
        (Move(Act.CANCEL, "", reason="企业破产"), OFFICER, "不能取消“收储”：只有领导可以取消，请报领导决定。"),
        (Move(Act.CANCEL, ""), LEADER, "不能取消“收储”：没有写明原因，请写明原因后再取消。"),
        (Move(Act.RESUME, "verify"), REVIEWER, "不能恢复计时“权属核查”：这一步的钟没有停，请直接办理。"),
        (Move(Act.PAUSE, "verify"), REVIEWER, "不能停钟“权属核查”：停钟的原因只能是“诉讼”“专家评审”，请选其中一项。"),
        (
            Move(Act.PAUSE, "verify", reason="lawsuit"),
            REVIEWER,
            "不能停钟“权属核查”：停钟原因“诉讼”要有依据，请附上依据材料。",
        ),
        (
            Move(Act.RETURN, "verify", to="sign", reason="错了"),
            REVIEWER,
            "不能退回“权属核查”：这一步不能退回，请继续办理。",
        ),
        (Move(Act.FINISH, "nowhere"), OFFICER, "“收储”没有“nowhere”这一步，请核对步骤。"),
    ],
)
def test_who_may_and_what_must_be_said(move: Move, actor: Actor, sentence: str) -> None:
    assert refusal(stand(), move, actor) == sentence


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("release", "错了", "不能退回“集体决策”：这一步只能退回到“权属核查”“测绘评估”，请选其中一步。"),
        (None, "错了", "不能退回“集体决策”：这一步只能退回到“权属核查”“测绘评估”，请选其中一步。"),
        ("appraise", " ", "不能退回“集体决策”：没有写明原因，请写明原因后再退回。"),
    ],
)
def test_where_a_step_may_be_returned_to(to: str | None, reason: str, sentence: str) -> None:
    assert refusal(stand("verify", "appraise"), Move(Act.RETURN, "decide", to=to, reason=reason)) == sentence


def test_a_skipped_step_cannot_be_returned_to() -> None:
    steps = tuple(replace(step, returns_to=("release",)) if step.key == "sign" else step for step in BUYBACK.steps)
    facts = {**FACTS, "有抵押": False}
    state = stand("verify", "appraise", "decide", facts=facts)
    move = Move(Act.RETURN, "sign", to="release", reason="错了")
    sentence = "不能退回“签订收储协议”：“解除抵押”没有办过，请退回到办过的步骤。"
    assert refusal(state, move, facts=facts, procedure=replace(BUYBACK, steps=steps)) == sentence


def test_what_is_missing_is_said_at_once() -> None:
    sentence = "不能办结“权属核查”：还没有填“权属清楚”，还没有附“登记簿查询结果”，请补齐后再办结。"
    assert refusal(stand(), Move(Act.FINISH, "verify"), REVIEWER, {"有抵押": True}) == sentence


def test_a_condition_for_finishing() -> None:
    state = stand("verify", "appraise", "decide", "release")
    early = {**FACTS, "签约日期": date(2024, 3, 9)}
    sentence = "不能办结“签订收储协议”：签约日期早于集体决策日期；先集体决策，后签协议。"
    assert refusal(state, Move(Act.FINISH, "sign"), facts=early) == sentence
    unknown = {**FACTS, "决策日期": None}
    sentence = "不能办结“签订收储协议”：还判断不了“签约日期 >= 决策日期”，缺“决策日期”，请补齐后再办结。"
    assert refusal(state, Move(Act.FINISH, "sign"), facts=unknown) == sentence


def test_a_step_without_a_unit_belongs_to_nobody() -> None:
    state = stand("verify", "appraise", "decide", "assign")
    sentence = "不能办结“协办”：还没有定“主办单位”，这一步没有人办，请先填“主办单位”。"
    assert refusal(state, Move(Act.FINISH, "carry"), REVIEWER) == sentence


def test_where_cases_belong_to_no_unit_the_role_is_enough() -> None:
    state = stand("verify", "appraise", "decide", "assign")
    release, carry = Move(Act.NOTE, "release"), Move(Act.NOTE, "carry")
    anywhere = Actor(frozenset({"officer"}), "elsewhere")
    check_move(BUYBACK, state, release, actor=anywhere, facts=FACTS, names=NAMES)
    for actor, move, said in (
        (REVIEWER, release, "不能记录“解除抵押”：这一步由园区专员办，请转给他们办理。"),
        (REVIEWER, carry, "不能记录“协办”：还没有定“主办单位”，这一步没有人办，请先填“主办单位”。"),
    ):
        with pytest.raises(CannotMove) as caught:
            check_move(BUYBACK, state, move, actor=actor, facts=FACTS, names=NAMES)
        assert str(caught.value) == said


def test_a_closed_case() -> None:
    state = stand(Move(Act.CANCEL, "", reason="企业破产"))
    assert refusal(state, Move(Act.FINISH, "verify"), REVIEWER) == "不能办结“权属核查”：本件已经取消，请另开一件。"


def test_a_procedure_that_nobody_cancels_and_nothing_pauses() -> None:
    fixed = replace(BUYBACK, cancel_by=(), pauses=())
    move = Move(Act.CANCEL, "", reason="企业破产")
    assert refusal(stand(), move, procedure=fixed) == "不能取消“收储”：这类办件不能取消，请按步骤办结。"
    sentence = "不能停钟“权属核查”：这类办理没有可以停钟的原因，请继续办理。"
    assert refusal(stand(), PAUSE, REVIEWER, procedure=fixed) == sentence
