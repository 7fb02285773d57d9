"""Linking a bureau's roll to enterprises: taken, compared, decided by people, undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.audit.points import reached
from tenglong.records.files.actions import keep_file
from tenglong.records.files.store import path_of
from tenglong.records.people.rights import By, check_may, regions_of

from .known import Key, adopt
from .models import Candidate, Decision, Entity, Line, Roll
from .placing import Fit, Place, groups, mentions_of, place
from .queries import get_line, get_roll, list_decisions
from .reading import CannotLink, lines_of, read_roll
from .registers import roll_of_register

_PIECE = 500  # lines written in one transaction


def take_roll(*, data: bytes, name: str, by: By, at: datetime) -> Roll:
    """Take a bureau's file and compare every line with the firms known; what was decided before is not asked again."""
    return compare_roll(roll_id=hand_in(data=data, name=name, by=by, at=at).pk, by=by, at=at)


def hand_in(*, data: bytes, name: str, by: By, at: datetime) -> Roll:
    """Keep a bureau's file; nothing of it is compared yet."""
    check_may(by, "import")
    read_roll(data, name)
    region = next(iter(regions_of(by, "import")), "")
    with change_set(by=by, at=at, action="links.take_roll", summary=f"收下名册 {name}") as trail:
        file = keep_file(data=data, name=name, by=by, at=at)
        roll = Roll.objects.create(file=file, file_name=name[-200:], region_code=region, by=actor_text(by), at=at)
        trail.created("roll", roll.pk, {"file": file.sha256, "name": name})
    return roll


def hand_in_register(*, register: str, by: By, at: datetime) -> Roll:
    """Keep, as a roll, the rows of a register whose enterprise is not filled in; nothing is compared yet."""
    data, name = roll_of_register(register, by=by, on=china_time(at).date())
    return hand_in(data=data, name=name, by=by, at=at)


def compare_roll(*, roll_id: int, by: By, at: datetime) -> Roll:
    """Take in what is still missing of a roll and compare what is still waiting: after an end half way, go on here."""
    roll = get_roll(by, roll_id)
    check_may(by, "import", region=roll.region_code or None)
    table = read_roll(path_of(roll.file.sha256).read_bytes(), roll.file_name)
    there = set(roll.lines.values_list("number", flat=True))
    for part in _pieces([line for line in lines_of(table, roll) if line.number not in there]):
        with change_set(by=by, at=at, action="links.take_lines", summary=f"名册 {roll.file_name} 的行") as trail:
            Line.objects.bulk_create(part)
            trail.created("roll.lines", f"{roll.pk}/{part[0].number}", {"lines": len(part)})
    with change_set(by=by, at=at, action="links.adopt", summary="已登记的企业认领名册里的行") as trail:
        for entity in adopt():
            Entity.objects.filter(pk=entity.pk).update(code=entity.code)
            trail.changed("entity", entity.pk, {"code": ""}, {"code": entity.code})
    waiting = [*roll.lines.filter(standing=Line.Standing.WAITING)]
    placed = dict(zip((line.pk for line in waiting), place(by, mentions_of(waiting), apart_from=roll), strict=True))
    begun = _own_before(roll) if waiting else []
    left = begun + [line for line in waiting if not placed[line.pk].sure and not placed[line.pk].asked]
    firsts = dict(zip((line.pk for line in left), (left[at].pk for at in groups(mentions_of(left))), strict=True))
    made = {firsts[line.pk]: line.entity for line in begun if line.entity}
    for part in _pieces(waiting):
        with change_set(by=by, at=at, action="links.compare", summary=f"比对名册 {roll.file_name}") as trail:
            _write(part, placed, _own_entities(part, firsts, made), trail=trail, at=at)
            reached("link.write")
    return roll


def decide(*, line_id: int, entity_id: int, same: bool, by: By, at: datetime) -> Decision:
    """A person says that a line is that firm, or that it is not; both are remembered for the name."""
    line, candidate = _asked(by, line_id, entity_id)
    summary = f"核对：{line.name}{'就是' if same else '不是'}第 {entity_id} 号"
    with change_set(by=by, at=at, action="links.decide", summary=summary) as trail:
        found = Decision.objects.create(
            line=line, entity=candidate.entity, same=same, automatic=False, weight=candidate.weight,
            levels=candidate.levels, by=actor_text(by), at=at,
        )  # fmt: skip
        Candidate.objects.filter(pk=candidate.pk).update(open=False)
        if same:
            _stand(line, Line.Standing.LINKED, candidate.entity, trail)
        elif not line.candidates.filter(open=True).exists():
            _stand(line, Line.Standing.NEW, Entity.objects.create(), trail)
        trail.created("link", found.pk, {"line": line.pk, "entity": entity_id, "same": same, "levels": found.levels})
    return found


def put_off(*, line_id: int, by: By, at: datetime) -> None:
    """Ask about a line later, after all others."""
    line = _may_decide(by, line_id)
    with change_set(by=by, at=at, action="links.put_off", summary=f"以后再核对 {line.name}") as trail:
        Line.objects.filter(pk=line.pk).update(put_off_at=at)
        trail.changed("line", line.pk, {"put_off_at": line.put_off_at}, {"put_off_at": at})


def undo_decision(*, decision_id: int, by: By, at: datetime) -> Line:
    """Take back a decision, a person's or the program's: the line is asked about again, with the same evidence."""
    found = list_decisions(by).filter(pk=decision_id).first()
    if found is None:
        raise CannotLink(f"没有撤销：没有第 {decision_id} 号判定。请从名册的页面进入。")
    line = _may_decide(by, found.line_id)
    with change_set(by=by, at=at, action="links.undo_decision", summary=f"撤销判定 {line.name}") as trail:
        if not Decision.objects.filter(pk=found.pk, undone_at=None).update(undone_at=at, undone_by=actor_text(by)):
            raise CannotLink(f"没有撤销：{line.name}的这次判定已由{found.undone_by}撤销。")
        kept = {"weight": found.weight, "levels": found.levels, "open": True}
        Candidate.objects.update_or_create(line=line, entity=found.entity, defaults=kept)
        _stand(line, Line.Standing.ASKED, None, trail)
        trail.changed("link", found.pk, {"undone_at": None}, {"undone_at": at})
    return line


def undo_last(*, by: By, at: datetime) -> Line:
    """Take back the newest decision of this person."""
    own = list_decisions(by).filter(by=actor_text(by), undone_at=None, automatic=False).first()
    if own is None:
        raise CannotLink("没有可撤销的：您还没有判定过。")
    return undo_decision(decision_id=own.pk, by=by, at=at)


def _may_decide(by: By, line_id: int) -> Line:
    line = get_line(by, line_id)
    check_may(by, "import", region=line.roll.region_code or None)
    return line


def _asked(by: By, line_id: int, entity_id: int) -> tuple[Line, Candidate]:
    line = _may_decide(by, line_id)
    candidate = line.candidates.filter(entity=entity_id, open=True).select_related("entity").first()
    if candidate is None or line.standing != Line.Standing.ASKED:
        raise CannotLink(f"没有判定：{line.name}已经有了结论。请刷新页面看下一对。")
    return line, candidate


def _stand(line: Line, standing: str, entity: Entity | None, trail: Trail) -> None:
    before = {"standing": line.standing, "entity": line.entity_id}
    line.standing, line.entity = standing, entity
    line.save(update_fields=("standing", "entity"))
    trail.changed("line", line.pk, before, {"standing": standing, "entity": line.entity_id})


def _write(
    part: Sequence[Line], placed: dict[int, Place], own: dict[int, Entity], *, trail: Trail, at: datetime
) -> None:
    """The outcome of some lines: links with their evidence, questions, firms that only the bureau knows."""
    fits = [fit for line in part for fit in (*placed[line.pk].asked, placed[line.pk].sure) if fit]
    entities = _entities(fit.key for fit in fits)
    before = {"standing": Line.Standing.WAITING, "entity": None}
    decisions, asked = [], []
    for line in part:
        found = placed[line.pk]
        if found.sure:
            line.standing, line.entity = Line.Standing.LINKED, entities[found.sure.key]
            decisions.append(_automatic(line, found.sure, at))
        elif found.asked:
            line.standing = Line.Standing.ASKED
            asked += [
                Candidate(line=line, entity=entities[fit.key], weight=fit.weight, levels=fit.levels)
                for fit in found.asked
            ]
        else:
            line.standing, line.entity = Line.Standing.NEW, own[line.pk]
    Line.objects.bulk_update(part, ("standing", "entity"))
    Decision.objects.bulk_create(decisions)
    Candidate.objects.bulk_create(asked)
    for line in part:
        trail.changed("line", line.pk, before, {"standing": line.standing, "entity": line.entity_id})


def _own_before(roll: Roll) -> list[Line]:
    """Lines that an earlier run, ended half way, found to be of new firms: later ones may be of the same firms."""
    own = roll.lines.filter(standing=Line.Standing.NEW, candidates=None)
    return [*own.select_related("entity").order_by("number")]


def _own_entities(part: Sequence[Line], firsts: dict[int, int], made: dict[int, Entity]) -> dict[int, Entity]:
    """The new firms of lines that nothing known fits: one for all lines of the same firm; `made` by its first line."""
    mine = [line.pk for line in part if line.pk in firsts]
    missing = sorted({firsts[pk] for pk in mine} - made.keys())
    made |= zip(missing, Entity.objects.bulk_create(Entity() for _ in missing), strict=True)
    return {pk: made[firsts[pk]] for pk in mine}


def _automatic(line: Line, fit: Fit, at: datetime) -> Decision:
    return Decision(
        line=line, entity=line.entity, same=True, automatic=True, weight=fit.weight, levels=fit.levels, by="程序", at=at
    )


def _entities(keys: Iterable[Key]) -> dict[Key, Entity]:
    """The entities of firms; a registered one gets its own when it is first spoken of."""
    wanted = set(keys)
    codes = {code for code, _ in wanted if code}
    there = {entity.code: entity for entity in Entity.objects.filter(code__in=codes)}
    for code in sorted(codes - there.keys()):
        there[code] = Entity.objects.create(code=code)
    found: dict[Key, Entity] = {(code, 0): entity for code, entity in there.items()}
    numbers = [number for code, number in wanted if not code]
    return found | {("", entity.pk): entity for entity in Entity.objects.filter(pk__in=numbers)}


def _pieces(lines: Sequence[Line]) -> Iterable[Sequence[Line]]:
    for start in range(0, len(lines), _PIECE):
        yield lines[start : start + _PIECE]
