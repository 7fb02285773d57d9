"""What is wrong with a procedure as defined: everything at once, each with its place and a suggestion."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from .graph import predecessors, reached
from .model import Limit, Procedure, Step


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` leads to the place: keys of the definition, from the procedure down."""

    path: tuple[str, ...]
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}：{self.message}{self.suggestion}"


def problems(
    procedure: Procedure, roles: Collection[str], stations: Collection[str], lanes: Collection[str]
) -> tuple[Problem, ...]:
    """Every problem of the procedure, given the known roles, stations of the loop and lanes of the line of time."""
    found = [*_own_problems(procedure, roles, stations), *_order_problems(procedure)]
    for step in procedure.steps:
        found += _step_problems(procedure, step, roles, lanes)
    return tuple(found)


def _own_problems(procedure: Procedure, roles: Collection[str], stations: Collection[str]) -> Iterator[Problem]:
    if not procedure.steps:
        yield Problem(("steps",), "一步也没有。", "至少写一步。")
    yield from _repeated(("steps",), "步骤", (step.key for step in procedure.steps))
    yield from _repeated(("pauses",), "停钟原因", (reason.key for reason in procedure.pauses))
    yield from _unknown(("station",), "环节", [procedure.station], stations)
    yield from _unknown(("opened_by",), "角色", procedure.opened_by, roles)
    yield from _unknown(("cancel_by",), "角色", procedure.cancel_by, roles)
    if not procedure.opened_by:
        yield Problem(("opened_by",), "没有写谁可以开件。", "至少写一个角色。")
    if procedure.warn_before < 0:
        yield Problem(("warn_before",), "提前提醒不能小于零。", "请改为零或正整数。")
    yield from _limit_problems(("limit",), procedure.limit)


def _step_problems(
    procedure: Procedure, step: Step, roles: Collection[str], lanes: Collection[str]
) -> Iterator[Problem]:
    at = ("steps", step.key)
    keys = [other.key for other in procedure.steps]
    yield from _unknown((*at, "owner", "role"), "角色", [step.owner.role], roles)
    yield from _unknown((*at, "after"), "步骤", step.after, keys)
    yield from _unknown((*at, "returns_to"), "步骤", step.returns_to, keys)
    yield from _limit_problems((*at, "limit"), step.limit)
    if step.lane:
        yield from _unknown((*at, "lane"), "分道", [step.lane], lanes)
    earlier = reached([step.key], predecessors(procedure))
    for key in step.returns_to:
        if key in keys and key not in earlier:
            suggestion = f"可以退回到{_quoted(earlier)}。" if earlier else "第一步不能退回。"
            yield Problem((*at, "returns_to"), f"“{key}”不在这一步之前，不能退回。", suggestion)


def _order_problems(procedure: Procedure) -> Iterator[Problem]:
    """Steps that wait for themselves, and steps behind them, can never open."""
    before = predecessors(procedure)
    circular = [key for key in before if key in reached([key], before)]
    for key in circular:
        others = _quoted(other for other in circular if other in before[key])
        yield Problem(
            ("steps", key, "after"), f"这一步要等它自己：它在{others}之后，绕一圈又回来。", "请去掉其中一个先后。"
        )
    for key in before:
        stuck = reached([key], before).intersection(circular)
        if stuck and key not in circular:
            yield Problem(("steps", key), f"永远走不到这一步：前面的{_quoted(stuck)}互相等待。", "请先改那里。")


def _limit_problems(at: tuple[str, ...], limit: Limit | None) -> Iterator[Problem]:
    if limit is None:
        return
    if limit.amount < 0:
        yield Problem((*at, "amount"), f"时限 {limit.amount} 不能小于零。", "当天办结写 0。")
    if not limit.source.strip():
        yield Problem((*at, "source"), "时限没有写依据。", "写出文件和条款；没有公布的写“未公布”。")


def _repeated(at: tuple[str, ...], what: str, keys: Iterable[str]) -> Iterator[Problem]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Problem((*at, key), f"{what}“{key}”写了 {times} 次。", "请换一个名称或删去多余的。")


def _unknown(at: tuple[str, ...], what: str, words: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for word in words:
        if word not in known:
            near = get_close_matches(word, known, n=1, cutoff=0.5)
            yield Problem(
                at, f"没有“{word}”这个{what}。", f"是不是“{near[0]}”？" if near else f"已有{_quoted(known)}。"
            )


def _quoted(words: Iterable[str]) -> str:
    return "".join(f"“{word}”" for word in sorted(words))
