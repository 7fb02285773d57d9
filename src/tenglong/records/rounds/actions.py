"""Writing rounds: open one, remind, send back, merge, freeze, reopen one addressee. Each one change-set."""

from collections.abc import Collection as Keys
from collections.abc import Iterable
from datetime import date, datetime

from tenglong.core.clocks import china_time
from tenglong.core.collection import day_after, period_of
from tenglong.core.decreed import seed_calendar
from tenglong.core.errors import Refused
from tenglong.core.procedure import Act
from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.cases.models import Case
from tenglong.records.cases.names import Names
from tenglong.records.flows.actions import move_case
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, CannotDo

from . import asking
from .addressees import find_addressees
from .carrying import Carried
from .freezing import digest, kept_rows, kept_tables, moved_since
from .models import Frozen, Round
from .queries import get_asked, may_run
from .reminding import tell, usual_words
from .signed import answers_of, read_signed
from .spec import Spec, current_spec, spec_of
from .standing import CORRECTING, TAKEN, TO_CHECK, Standing, list_standing
from .tables import Drawn, draw

_NAMES = 12  # how many are named in a sentence
_WORDS = 500


class CannotRun(Refused):
    """The round does not stand so, or the words that it needs are missing."""


def open_round(*, collection: str, period: str, by: Person, at: datetime, due_on: date | None = None) -> Round:
    """Send a template out for a period: a case for every addressee, begun with what is known; `due_on`: another day.

    More than `AT_ONCE` addressees are asked by `go_on`; sent out again meanwhile, it is the same round.
    """
    spec = current_spec(collection)
    region = by.unit.region_code if by.unit else ""
    _check_may(spec, by, region)
    asked_for = period_of(spec.collection, period)
    label = f"{spec.collection.label} {asked_for.label}"
    if asked_for.since > china_time(at).date():
        raise CannotRun(f"不能分发“{label}”：这一期还没有开始。请到期再发。")
    there = Round.objects.filter(collection=collection, region_code=region, period=asked_for.text).first()
    if there and there.status == Round.Status.OPENING:
        return there
    if there:
        raise CannotRun(f"“{label}”已经分发过。请在那一期里催报、汇总。")
    addressees = find_addressees(spec.collection, region)
    if not addressees:
        raise CannotRun(f"不能分发“{label}”：没有找到填报对象。请核对机制里的条件，或先登记单位。")
    due = due_on or day_after(spec.collection.due, asked_for, seed_calendar())
    with change_set(by=by, at=at, action="rounds.open_round", summary=f"分发{label}，{len(addressees)} 家") as trail:
        found = Round.objects.create(
            mechanism_id=spec.version_id,
            collection=collection,
            region_code=region,
            unit_key=by.unit.key if by.unit else "",
            period=asked_for.text,
            due_on=due,
            status=Round.Status.OPEN if len(addressees) <= asking.AT_ONCE else Round.Status.OPENING,
            to_ask=len(addressees),
            by=actor_text(by),
            login=getattr(by, "login", ""),
            at=at,
        )
        at_once = addressees if found.status == Round.Status.OPEN else []
        numbers = asking.ask(found, at_once, Carried(spec, region, asked_for), trail)
        told = {"collection": collection, "period": found.period, "due_on": due, "asked": numbers}
        trail.created("round", found.pk, told)
    return found


def go_on(*, found: Round, by: By, at: datetime) -> None:
    """Ask whoever is not asked yet, to the end; nothing where the round is sent out."""
    _check_may(spec_of(found), by, found.region_code)
    if found.status == Round.Status.OPENING:
        asking.ask_rest(found, by=by, at=at)


def remind(*, found: Round, by: Person, at: datetime, words: str = "", only: Keys[str] = ()) -> list[str]:
    """Remind everybody who has not answered, or `only` these; a line in the trail of each case. Gives their names."""
    spec = spec_of(found)
    _check_may(spec, by, found.region_code)
    late = [one for one in list_standing(by, found, at=at) if not one.answered and one.case]
    late = [one for one in late if not only or one.asked.addressee in only]
    if not late:
        raise CannotRun("没有要催的：这些单位都已经签发。")
    said = words.strip()[:_WORDS] or usual_words(found)
    with change_set(by=by, at=at, action="rounds.remind", summary=f"催报 {_named(late)}") as trail:
        tell(trail, late, words=said)
    return [one.asked.name for one in late]


def send_back(*, found: Round, addressee: str, reason: str, by: Person, at: datetime) -> Case:
    """Return a signed answer to whoever filled it in, with the reason."""
    spec = spec_of(found)
    _check_may(spec, by, found.region_code)
    one, merged = get_asked(found, addressee), spec.collection.merged
    to = spec.frame.procedure.step(merged).returns_to
    return move_case(
        number=one.number, act=Act.RETURN, step=merged, to=to[0] if to else None, words=reason, by=by, at=at
    )


def reopen(*, found: Round, addressee: str, reason: str, by: Person, at: datetime) -> Case:
    """Take one answer up again after it was merged: what it said counts until the correction is signed."""
    spec = spec_of(found)
    _check_may(spec, by, found.region_code)
    one, to = get_asked(found, addressee), spec.frame.procedure.reopen_at
    return move_case(number=one.number, act=Act.REOPEN, to=to, words=reason, by=by, at=at)


def merge(*, found: Round, by: Person, at: datetime, without: str = "") -> Round:
    """Accept every signed answer. Whoever has not signed must be there, unless `without` says why not."""
    spec = spec_of(found)
    _check_may(spec, by, found.region_code)
    _check_status(found, (Round.Status.OPEN,), "汇总")
    standing = list_standing(by, found, at=at)
    absent = [one for one in standing if one.word not in (TO_CHECK, TAKEN)]
    if absent and not without.strip():
        raise CannotRun(
            f"不能汇总：还有 {len(absent)} 家没有报齐（{_named(absent)}）。请催报；确实不等的，写明原因再汇总。"
        )
    with change_set(
        by=by, at=at, action="rounds.merge", summary=f"汇总{spec.collection.label} {found.period}"
    ) as trail:
        for one in standing:
            if one.word == TO_CHECK:
                move_case(number=one.asked.number, act=Act.FINISH, step=spec.collection.merged, by=by, at=at)
        _set(trail, found, status=Round.Status.MERGED, without=without.strip()[: _WORDS * 2] if absent else "")
    return found


def freeze(*, found: Round, by: Person, at: datetime, reason: str = "") -> Frozen:
    """Keep what the round comes to. Frozen once, it is frozen again only over something that moved, with the reason."""
    spec = spec_of(found)
    _check_may(spec, by, found.region_code)
    _check_status(found, (Round.Status.MERGED, Round.Status.FROZEN), "定案")
    _check_settled(list_standing(by, found, at=at))
    asked = list(found.asked.all())
    signed = read_signed(spec, asked)
    answers = answers_of(spec, asked, signed)
    drawn = {key: draw(spec, found, key, answers) for key in spec.collection.tables}
    _check_tables(drawn.values())
    rows, tables = kept_rows(spec, asked, signed), kept_tables(drawn)
    before = found.frozen.order_by("number").last()
    moved = moved_since(spec, (before.rows, before.tables), (rows, tables)) if before else {}
    if before and not any(moved.values()):
        raise CannotRun(f"没有再定案：和第 {before.number} 次定案一样，一个数也没有动。")
    if before and not reason.strip():
        raise CannotRun("不能再定案：没有写明原因。请写明为什么改，原来的定案会保留。")
    number = before.number + 1 if before else 1
    summary = f"{spec.collection.label} {found.period} 第 {number} 次定案"
    with change_set(by=by, at=at, action="rounds.freeze", summary=summary) as trail:
        kept = Frozen.objects.create(
            round=found,
            number=number,
            rows=rows,
            tables=tables,
            moved=moved,
            sha256=digest(rows, tables),
            reason=reason.strip()[: _WORDS * 2],
            by=actor_text(by),
            at=at,
        )
        trail.created("frozen round", f"{found.pk}/{number}", {"sha256": kept.sha256, "reason": kept.reason})
        _set(trail, found, status=Round.Status.FROZEN)
    return kept


def _check_may(spec: Spec, by: By, region: str) -> None:
    if may_run(by, spec, region):
        return
    names, owner = Names(), spec.collection.owner
    who = names.get(owner.unit or "", "") + names.get(owner.role, owner.role)
    raise CannotDo(f"不能组织“{spec.collection.label}”：由{who}分发、催报、汇总和定案，请转给他们。")


def _check_status(found: Round, wanted: Iterable[str], verb: str) -> None:
    if found.status in wanted:
        return
    first = {Round.Status.OPENING: "等分发完", Round.Status.OPEN: "先汇总"}.get(found.status, "看这一期的定案")
    raise CannotRun(f"不能{verb}：这一期{found.get_status_display()}。请{first}。")


def _check_settled(standing: Iterable[Standing]) -> None:
    """Nothing is under correction, and what was corrected is accepted."""
    for word, why in ((CORRECTING, "正在更正"), (TO_CHECK, "更正后还没有审核")):
        if names := [one for one in standing if one.word == word]:
            raise CannotRun(f"不能定案：{_named(names)}{why}。请等签发、审核后再定案。")


def _check_tables(drawn: Iterable[Drawn]) -> None:
    for one in drawn:
        if one.gathered.open:
            names = "、".join(one.gathered.open[:_NAMES])
            raise CannotRun(f"不能定案：“{one.table.label}”里 {names} 缺数，或判断不了算不算。请退回补齐后再定案。")


def _named(standing: Iterable[Standing]) -> str:
    names = [one.asked.name for one in standing]
    more = f"等 {len(names)} 家" if len(names) > _NAMES else ""
    return "、".join(names[:_NAMES]) + more


def _set(trail: Trail, found: Round, **values: str) -> None:
    before = {name: getattr(found, name) for name in values}
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    trail.changed("round", found.pk, before, values)
