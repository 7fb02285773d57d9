"""Parting and merging taken back, while nothing has happened since; and what came of a parcel, or it came of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.ledgers.pointers import list_pointers
from tenglong.records.ledgers.stored import load
from tenglong.records.people.rights import By, check_may

from .carrying import CannotReshape
from .ends import uses_elsewhere
from .kinds import KINDS, OCCUPANCY
from .kinds.given import GIVEN
from .models import Descent, Occupancy, Parcel, Plant, Reshaping, Term
from .queries import NotFound, list_parcels
from .reshaping import versions
from .tables import TABLES

_OURS = frozenset(KINDS[kind].label for kind in ("occupancy", "plant", "term"))  # that the act itself wrote
_WRITES = ((Occupancy, "occupancy", "key"), (Plant, "plant", "code"), (Term, "term", "key"))


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the history of a parcel: it came of others (`came`), or others came of it."""

    reshaping: Reshaping
    came: bool
    parcels: tuple[Parcel, ...]
    hidden: int  # how many more there are that the reader does not see


def undo_reshaping(*, reshaping_id: int, by: By, at: datetime) -> Reshaping:
    """The old parcels go on as if nothing had been; refused when anything has happened on the new ones."""
    row = Reshaping.objects.filter(pk=reshaping_id).first()
    if row is None:
        raise NotFound(f"没有第 {reshaping_id} 号分割或合并。请从地块的页面进入。")
    old, new = _codes(row)
    seen = dict(list_parcels(by).filter(code__in=[*old, *new]).order_by().values_list("code", "region_code"))
    if not seen:
        raise NotFound(f"没有第 {reshaping_id} 号分割或合并，或不在您的数据范围内。请从地块的页面进入。")
    for code in old:
        check_may(by, "register", region=seen.get(code, ""))
    summary = f"撤销{row.act}：{'、'.join(old)} 恢复，{'、'.join(new)} 删去"
    with change_set(by=by, at=at, action="registry.undo_reshaping", summary=summary) as trail:
        list(Parcel.objects.select_for_update().filter(code__in=[*old, *new]))
        _check_still(row, old, new)
        _take_back(row, old, new, trail)
        Reshaping.objects.filter(pk=row.pk).update(undone_at=at, undone_by=actor_text(by))
        trail.changed("reshaping", row.pk, {"undone_at": None}, {"undone_at": at})
    return Reshaping.objects.get(pk=row.pk)


def history_of(by: By, code: str) -> list[Step]:
    """What a parcel came of, and what came of it, in order of time; what was taken back is left out."""
    found: dict[tuple[int, bool], list[str]] = {}
    rows: dict[int, Reshaping] = {}
    for came, mine, others in ((True, "new_code", "old_code"), (False, "old_code", "new_code")):
        for one in Descent.objects.filter(**{mine: code}, reshaping__undone_at=None).select_related("reshaping"):
            rows[one.reshaping.pk] = one.reshaping
            found.setdefault((one.reshaping.pk, came), []).append(getattr(one, others))
    seen = _seen(by, {code for codes in found.values() for code in codes})
    steps = [_step(rows[pk], came, codes, seen) for (pk, came), codes in found.items()]
    return sorted(steps, key=lambda step: step.reshaping.on)


def plants_then(by: By, code: str) -> list[Plant]:
    """The buildings that a parcel had when it was parted or merged; they stand on others now."""
    acts = Reshaping.objects.filter(descents__old_code=code, undone_at=None).distinct()
    codes = [plant for act in acts for plant, on in act.moved["plants"].items() if on == code]
    seen = list_parcels(by).order_by()
    return list(Plant.objects.filter(code__in=codes, parcel__in=seen).select_related("parcel")) if codes else []


def why_not_undone(row: Reshaping) -> str:
    """What stands against taking it back; empty when nothing does."""
    try:
        _check_still(row, *_codes(row))
    except CannotReshape as refusal:
        return str(refusal)
    return ""


def _codes(row: Reshaping) -> tuple[list[str], list[str]]:
    pairs = list(row.descents.values_list("old_code", "new_code"))
    return list(dict.fromkeys(old for old, _ in pairs)), list(dict.fromkeys(new for _, new in pairs))


def _seen(by: By, codes: Collection[str]) -> dict[str, Parcel]:
    rows = list_parcels(by).filter(code__in=codes).defer("shape") if codes else ()
    return {row.code: row for row in rows}


def _step(row: Reshaping, came: bool, codes: Iterable[str], seen: Mapping[str, Parcel]) -> Step:
    codes = list(codes)
    there = tuple(seen[code] for code in codes if code in seen)
    return Step(row, came, there, len(codes) - len(there))


def _check_still(row: Reshaping, old: list[str], new: list[str]) -> None:
    """Nothing has happened since."""
    begin = f"没有撤销{row.act}："
    if row.undone_at:
        raise CannotReshape(f"{begin}已经由{row.undone_by}撤销过了。")
    moved = row.moved
    now = versions([*old, *new], [*moved["made"], *moved["ended"]], moved["plants"], moved["terms"])
    for kind, rows in moved["versions"].items():
        if changed := [key for key, version in rows.items() if now[kind].get(key) != version]:
            label = KINDS[kind].label
            raise CannotReshape(f"{begin}{label} {changed[0]} 之后又改过。请先把改动撤回，或按现状再办一次。")
    written = {"occupancy": set(moved["made"]), "plant": set(moved["plants"]), "term": set(moved["terms"])}
    for model, kind, key in _WRITES:
        there = set(model.objects.filter(parcel__code__in=new).values_list(key, flat=True))
        if more := sorted(there - written[kind]):
            raise CannotReshape(f"{begin}新地块上又登记了{KINDS[kind].label} {more[0]}。请先删去，或按现状再办一次。")
    if uses := _others(new):
        raise CannotReshape(f"{begin}新地块上已经有{uses}。请先处理这些，或按现状再办一次。")


def _others(codes: list[str]) -> str:
    """What names the new parcels beside what the act itself wrote, in words."""
    words: list[str] = list(uses_elsewhere(codes, open_only=False).values())
    for pointer in list_pointers():
        for text in pointer.uses_of("parcel", codes).values():
            words += [word for word in text.split("、") if word not in _OURS]
    return "、".join(dict.fromkeys(words))


def _take_back(row: Reshaping, old: list[str], new: list[str], trail: Trail) -> None:
    moved, uses = row.moved, TABLES["occupancy"]
    uses.remove(list(uses.find(moved["made"]).values()), trail)
    TABLES["term"].remove(list(TABLES["term"].find(moved["terms"]).values()), trail)
    table = TABLES["parcel"]
    table.change([(values, {"until_on": None}) for values in table.find(old).values()], trail)
    plants = TABLES["plant"].find(moved["plants"])
    TABLES["plant"].change([(values, {"parcel": moved["plants"][code]}) for code, values in plants.items()], trail)
    ended = uses.find(moved["ended"])
    uses.change([(values, {"until_on": _day(moved["ended"][key])}) for key, values in ended.items()], trail)
    uses.create([_whole(values) for values in moved["dropped"]], trail)
    table.remove(list(table.find(new).values()), trail)


def _whole(stored: Mapping[str, Any]) -> dict[str, Any]:
    values = load(OCCUPANCY.fields, stored)
    return {key: value for key, value in values.items() if key not in GIVEN}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
