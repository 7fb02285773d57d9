"""Everything wrong with a procedure is said at once, with its place."""

from dataclasses import replace

import pytest
from tests.core.procedure.sample import BUYBACK, NAMES, days

from tenglong.core.clocks import Unit
from tenglong.core.procedure import Limit, Owner, PauseReason, Procedure, Step
from tenglong.core.procedure.check import problems

STATIONS = ("整治", "空间")
LANES = (*STATIONS, "产出")


def said(procedure: Procedure) -> list[str]:
    return [str(problem) for problem in problems(procedure, NAMES, STATIONS, LANES)]


def step(key: str, *after: str, returns_to: tuple[str, ...] = ()) -> Step:
    return Step(key, key, Owner("officer"), after, returns_to=returns_to)


def test_a_lane_need_not_be_a_station() -> None:
    assert said(with_steps(replace(step("a"), lane="产出"))) == []
    assert said(replace(BUYBACK, station="产出")) == ["station：没有“产出”这个环节。已有“整治”“空间”。"]


def with_steps(*steps: Step) -> Procedure:
    return replace(BUYBACK, steps=steps)


def test_the_sample_is_sound() -> None:
    assert said(BUYBACK) == []


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        (with_steps(), ["steps：一步也没有。至少写一步。"]),
        (with_steps(step("talks"), step("sign", "tolks")), ["steps.sign.after：没有“tolks”这个步骤。是不是“talks”？"]),
        (with_steps(step("a"), step("a")), ["steps.a：步骤“a”写了 2 次。请换一个名称或删去多余的。"]),
        (
            with_steps(step("a"), step("b", "a", returns_to=("c",)), step("c", "b", returns_to=("a",))),
            ["steps.b.returns_to：“c”不在这一步之前，不能退回。可以退回到“a”。"],
        ),
        (
            with_steps(step("a", returns_to=("a",))),
            ["steps.a.returns_to：“a”不在这一步之前，不能退回。第一步不能退回。"],
        ),
        (
            with_steps(step("a"), step("b", "a", "c"), step("c", "b"), step("d", "c")),
            [
                "steps.b.after：这一步要等它自己：它在“c”之后，绕一圈又回来。请去掉其中一个先后。",
                "steps.c.after：这一步要等它自己：它在“b”之后，绕一圈又回来。请去掉其中一个先后。",
                "steps.d：永远走不到这一步：前面的“b”“c”互相等待。请先改那里。",
            ],
        ),
        (
            with_steps(replace(step("a"), owner=Owner("oficer"))),
            ["steps.a.owner.role：没有“oficer”这个角色。是不是“officer”？"],
        ),
        (
            with_steps(replace(step("a"), lane="建设")),
            ["steps.a.lane：没有“建设”这个分道。已有“产出”“整治”“空间”。"],
        ),
        (
            with_steps(replace(step("a"), limit=Limit(-1, Unit.DAY, " "))),
            [
                "steps.a.limit.amount：时限 -1 不能小于零。当天办结写 0。",
                "steps.a.limit.source：时限没有写依据。写出文件和条款；没有公布的写“未公布”。",
            ],
        ),
        (
            replace(BUYBACK, limit=replace(days(3), source="")),
            ["limit.source：时限没有写依据。写出文件和条款；没有公布的写“未公布”。"],
        ),
        (replace(BUYBACK, station="整顿"), ["station：没有“整顿”这个环节。是不是“整治”？"]),
        (replace(BUYBACK, opened_by=()), ["opened_by：没有写谁可以开件。至少写一个角色。"]),
        (replace(BUYBACK, cancel_by=("leder",)), ["cancel_by：没有“leder”这个角色。是不是“leader”？"]),
        (replace(BUYBACK, warn_before=-1), ["warn_before：提前提醒不能小于零。请改为零或正整数。"]),
        (
            replace(BUYBACK, pauses=(PauseReason("a", "甲"), PauseReason("a", "乙"))),
            ["pauses.a：停钟原因“a”写了 2 次。请换一个名称或删去多余的。"],
        ),
    ],
)
def test_problems(procedure: Procedure, expected: list[str]) -> None:
    assert said(procedure) == expected
