"""Why a move cannot be made: by where the case stands, by who asks, by what is missing, by the time given."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NoReturn

from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.core.formula import Checked, evaluate

from .model import Act, Actor, CaseState, Move, Owner, Procedure, Status, Step, StepState
from .opening import PASSED

VERBS = {
    Act.FINISH: "办结",
    Act.NOTE: "记录",
    Act.PAUSE: "停钟",
    Act.RESUME: "恢复计时",
    Act.RETURN: "退回",
    Act.CANCEL: "取消",
    Act.REOPEN: "重开",
}
OF_CASE = frozenset({Act.CANCEL, Act.REOPEN})  # acts on the whole case, on no step
STANDS_AT = {
    Act.FINISH: {Status.OPEN},
    Act.NOTE: {Status.OPEN, Status.PAUSED},
    Act.PAUSE: {Status.OPEN},
    Act.RESUME: {Status.PAUSED},
    Act.RETURN: {Status.OPEN, Status.PAUSED},
}
WHY_NOT = {
    Status.OPEN: ("这一步的钟没有停", "直接办理"),
    Status.PAUSED: ("这一步的钟还停着", "先恢复计时"),
    Status.DONE: ("这一步已经办结", "办理还没有办结的步骤"),
    Status.SKIPPED: ("本件不需要办这一步", "办理还没有办结的步骤"),
}


class CannotMove(Refused):
    """The move cannot be made; the sentence names the step, why, and what to do."""


def owner_unit(owner: Owner, facts: Mapping[str, object]) -> str | None:
    """The key of the unit that does the step; None: in any unit, or the field that should hold it is still empty."""
    if owner.unit_from is None:
        return owner.unit
    unit = facts.get(owner.unit_from)
    return str(unit) if unit else None


def is_owner(owner: Owner, actor: Actor, facts: Mapping[str, object]) -> bool:
    """Whether the actor holds the owner's role in the owner's unit; where no unit is said, in whichever."""
    unit = owner_unit(owner, facts)
    fits = owner.unit_from is None if unit is None else actor.unit == unit
    return fits and owner.role in actor.roles


def check_standing(
    procedure: Procedure, state: CaseState, move: Move, facts: Mapping[str, object], names: Mapping[str, str]
) -> None:
    """CannotMove if the case or the step stands where the move is not possible, or the move says too little."""
    if move.act in OF_CASE and move.step:
        refuse(procedure, move, "这是整件的事，不落在哪一步", "不要写步骤")
    if move.act is Act.REOPEN:
        _check_reopening(procedure, state, move)
        return
    if state.status is not Status.OPEN:
        refuse(procedure, move, f"本件已经{'办结' if state.status is Status.DONE else '取消'}", "另开一件")
    if move.act is Act.CANCEL:
        if not move.reason.strip():
            refuse(procedure, move, "没有写明原因", "写明原因后再取消")
        return
    step = _step(procedure, move.step)
    status = state.step(step.key).status
    if status is Status.WAITING:
        refuse(procedure, move, *_why_waiting(procedure, state, step, facts, names))
    if status not in STANDS_AT[move.act]:
        refuse(procedure, move, *WHY_NOT[status])
    if move.act is Act.PAUSE:
        _check_pause(procedure, move)
    if move.act is Act.RETURN:
        _check_return(procedure, state, step, move)


def check_owner(
    procedure: Procedure,
    move: Move,
    *,
    actor: Actor,
    facts: Mapping[str, object],
    names: Mapping[str, str],
) -> None:
    """CannotMove if the step is not the actor's, or the actor may not cancel."""
    if move.act in OF_CASE:
        _check_whole(procedure, move, actor, names)
        return
    owner = procedure.step(move.step).owner
    if not is_owner(owner, actor, facts):
        if owner.unit_from and owner_unit(owner, facts) is None:
            refuse(procedure, move, f"还没有定“{owner.unit_from}”，这一步没有人办", f"先填“{owner.unit_from}”")
        who = _owner_words(owner, owner_unit(owner, facts), names)
        refuse(procedure, move, f"这一步由{who}办", "转给他们办理")


def _check_whole(procedure: Procedure, move: Move, actor: Actor, names: Mapping[str, str]) -> None:
    """Who may end a whole case, or take it up again."""
    roles = procedure.cancel_by if move.act is Act.CANCEL else procedure.reopen_by
    if actor.roles.isdisjoint(roles):
        who, verb = "、".join(names.get(role, role) for role in roles), VERBS[move.act]
        why = f"只有{who}可以{verb}" if who else f"这类办件不能{verb}"
        refuse(procedure, move, why, f"报{who}决定" if who else "按步骤办结" if move.act is Act.CANCEL else "另开一件")


def check_ready(procedure: Procedure, move: Move, facts: Mapping[str, object]) -> None:
    """CannotMove if a field, a document or a condition for finishing is missing."""
    if move.act is not Act.FINISH:
        return
    step = procedure.step(move.step)
    blank = [field.label for field in step.fields if field.required and facts.get(field.label) in (None, "", [], ())]
    papers = [paper for paper in step.evidence if paper not in move.evidence]
    gaps = [f"还没有{verb}{_quoted(what)}" for verb, what in (("填", blank), ("附", papers)) if what]
    if gaps:
        refuse(procedure, move, "，".join(gaps), "补齐后再办结")
    _check_conditions(procedure, move, step.check, facts)
    _check_explained(step, facts)


def check_entry(procedure: Procedure, move: Move, facts: Mapping[str, object]) -> None:
    """CannotMove if what is noted may not be noted now; `facts` include it."""
    if move.act is Act.NOTE:
        _check_conditions(procedure, move, procedure.step(move.step).log_check, facts)


def _check_conditions(
    procedure: Procedure, move: Move, conditions: Iterable[tuple[Checked, str]], facts: Mapping[str, object]
) -> None:
    for formula, sentence in conditions:
        holds = evaluate(formula, facts)
        if holds is None:
            missing = [spec.name for spec in formula.names if facts.get(spec.name) is None]
            what_to_do = f"补齐后再{VERBS[move.act]}"
            refuse(procedure, move, f"还判断不了“{formula.formula.text}”，缺{_quoted(missing)}", what_to_do)
        if not holds:
            raise CannotMove(f"不能{VERBS[move.act]}“{procedure.step(move.step).label}”：{sentence}")


def _check_explained(step: Step, facts: Mapping[str, object]) -> None:
    """What does not hold asks for words; what cannot be told asks for nothing."""
    silent = [one for one in step.explain if evaluate(one.that, facts) is False and not facts.get(one.field)]
    if silent:
        told = "".join(one.sentence for one in silent)
        where = "".join(dict.fromkeys(f"“{one.field}”" for one in silent))
        raise CannotMove(f"不能办结“{step.label}”：{told}请核对；属实的，在{where}里写明原因再办结。")


def check_time(procedure: Procedure, move: Move, touched: Iterable[StepState], at: datetime) -> None:
    """CannotMove if something later has already happened to one of the steps that the move touches."""
    events = [event for state in touched for event in _events(state)]
    if events and at < max(events):
        last = f"{china_time(max(events)):%Y-%m-%d %H:%M}"
        refuse(procedure, move, f"时间 {china_time(at):%Y-%m-%d %H:%M} 早于上一次变动的 {last}", "核对时间")


def refuse(procedure: Procedure, move: Move, why: str, what_to_do: str) -> NoReturn:
    """Raise CannotMove with the whole sentence."""
    label = procedure.label if move.act in OF_CASE else _step(procedure, move.step).label
    raise CannotMove(f"不能{VERBS[move.act]}“{label}”：{why}，请{what_to_do}。")


def _step(procedure: Procedure, key: str) -> Step:
    try:
        return procedure.step(key)
    except KeyError:
        raise CannotMove(f"“{procedure.label}”没有“{key}”这一步，请核对步骤。") from None


def _why_waiting(
    procedure: Procedure, state: CaseState, step: Step, facts: Mapping[str, object], names: Mapping[str, str]
) -> tuple[str, str]:
    before = [procedure.step(key) for key in step.after if state.step(key).status not in PASSED]
    owners = [_owner_words(other.owner, owner_unit(other.owner, facts), names) for other in before]
    if len(before) == 1:
        return f"前一步“{before[0].label}”还没有办结", f"先由{owners[0]}办结该步"
    if before:
        by_whom = "、".join(f"“{other.label}”由{owner}办" for other, owner in zip(before, owners, strict=True))
        return f"前面还有 {len(before)} 步没有办结（{by_whom}）", "先办结这些步骤"
    names_missing = [spec.name for spec in step.when.names if facts.get(spec.name) is None] if step.when else []
    if names_missing:
        return f"还不知道要不要办这一步，缺{_quoted(names_missing)}", "先补齐"
    return "这一步还没有打开", "刷新后再办"


def _check_pause(procedure: Procedure, move: Move) -> None:
    reasons = {reason.key: reason for reason in procedure.pauses}
    if move.reason not in reasons:
        labels = _quoted(reason.label for reason in procedure.pauses)
        why = f"停钟的原因只能是{labels}" if labels else "这类办理没有可以停钟的原因"
        refuse(procedure, move, why, "选其中一项" if labels else "继续办理")
    if reasons[move.reason].needs_evidence and not move.evidence:
        refuse(procedure, move, f"停钟原因“{reasons[move.reason].label}”要有依据", "附上依据材料")


def _check_reopening(procedure: Procedure, state: CaseState, move: Move) -> None:
    if state.status is not Status.DONE:
        refuse(procedure, move, "本件没有办结", "在办着的步骤上办理")
    if move.to != procedure.reopen_at:
        refuse(procedure, move, "这类办件不从这一步重开", "核对步骤")
    if not move.reason.strip():
        refuse(procedure, move, "没有写明原因", "写明原因后再重开")


def _check_return(procedure: Procedure, state: CaseState, step: Step, move: Move) -> None:
    if move.to not in step.returns_to:
        labels = _quoted(procedure.step(key).label for key in step.returns_to)
        why = f"这一步只能退回到{labels}" if labels else "这一步不能退回"
        refuse(procedure, move, why, "选其中一步" if labels else "继续办理")
    if state.step(move.to).status is not Status.DONE:
        refuse(procedure, move, f"“{procedure.step(move.to).label}”没有办过", "退回到办过的步骤")
    if not move.reason.strip():
        refuse(procedure, move, "没有写明原因", "写明原因后再退回")


def _owner_words(owner: Owner, unit: str | None, names: Mapping[str, str]) -> str:
    """The unit and the role in the county's words; the role alone where the unit is the case's own."""
    said = names.get(unit, unit) if unit and (owner.unit or owner.unit_from) else ""
    return f"{said}{names.get(owner.role, owner.role)}"


def _quoted(words: Iterable[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def _events(state: StepState) -> list[datetime]:
    moments = [state.opened_at, state.closed_at, *(end for one in state.pauses for end in (one.since, one.until))]
    return [moment for moment in moments if moment is not None]
