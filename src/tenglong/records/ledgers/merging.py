"""Two rows of a register made one, and parted again: a decision that is kept with what each was and what was turned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenglong.core.errors import Refused
from tenglong.core.ledger import Difference, Ledger, differences
from tenglong.records.audit.actions import actor_text, change_set
from tenglong.records.audit.points import reached
from tenglong.records.people.rights import By

from .models import Merge
from .pointers import list_pointers
from .registers import Kept, NoSuchRow, Register, Values, check_keep, get_register
from .stored import dump, load


class CannotMerge(Refused):
    """Two rows cannot be made one, or not be parted again."""


def merge_rows(
    *, register: str, stays: str, went: str, values: Mapping[str, Any], why: str = "", by: By, at: datetime
) -> Merge:
    """`went` becomes `stays`, which takes `values` (typed, by field key). What hangs on the one is turned to the other.

    The histories of both stay under their own keys.
    """
    kind = get_register(register)
    keep, go = _both(kind, by, stays, went)
    ledger = kind.ledger
    _check_values(kind, keep, values)
    with change_set(by=by, at=at, action="ledgers.merge_rows", summary=_summary(ledger, keep, go, why)) as trail:
        turned = {one.name: one.turn(register, went, stays, only=None, trail=trail) for one in list_pointers()}
        reached("merge.write")
        kind.drop([go.values], trail)
        kind.change([(kind.current([stays])[stays].values, values)], trail)
        merge = Merge.objects.create(
            register=register,
            stays=stays,
            went=went,
            went_title=go.title,
            went_values=dump(go.values),
            before=dump({key: keep.values.get(key) for key in values}),
            after=dump(values),
            turned=turned,
            why=why[:400],
            at=at,
            by=actor_text(by),
        )
        reached("merge.write")
        trail.created("merge", merge.pk, {"register": register, "stays": stays, "went": went, "turned": turned})
    reached("merge.written")
    return merge


def part_rows(*, merge_id: int, by: By, at: datetime) -> tuple[Difference, ...]:
    """Undo a merge: the row that went is there again, with what was turned from it.

    The row that stayed gets its former values back where nobody has changed them since; the others are given back,
    each with what it stays and what it would have become.
    """
    merge = get_merge(by, merge_id)
    kind = get_register(merge.register)
    keep = _standing(kind, by, merge.stays)
    _check_parted(merge, kind)
    fields = [field for field in kind.ledger.fields if field.key in merge.before.keys() | merge.after.keys()]
    before, after = load(fields, merge.before), load(fields, merge.after)
    since = {one.field.key for one in differences(fields, after, keep.values)}
    back = {key: value for key, value in before.items() if key not in since}
    summary = f"撤销合并：{merge.went_title}从{keep.title}分出来"
    with change_set(by=by, at=at, action="ledgers.part_rows", summary=summary) as trail:
        kind.change([(keep.values, back)], trail)
        kind.create([_that_went(kind, merge)], trail)
        reached("part.write")
        for one in list_pointers():
            if keys := merge.turned.get(one.name):
                one.turn(merge.register, merge.stays, merge.went, only=keys, trail=trail)
        Merge.objects.filter(pk=merge.pk).update(undone_at=at, undone_by=actor_text(by))
        trail.changed("merge", merge.pk, {"undone_at": None}, {"undone_at": at})
    reached("part.written")
    kept = {key: keep.values.get(key) for key in since}
    return differences(fields, kept, {key: before.get(key) for key in since})


def get_merge(by: By, merge_id: int) -> Merge:
    """A merge of a row that `by` sees."""
    merge = Merge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NoSuchRow(f"没有第 {merge_id} 号合并。请从行的页面进入。")
    get_register(merge.register).get(by, merge.stays)
    return merge


def list_merges(by: By, register: str, key: str) -> QuerySet[Merge]:
    """The rows that were made one with this one, which `by` sees, the newest first; those parted again too."""
    get_register(register).get(by, key)
    return Merge.objects.filter(register=register, stays=key)


def find_stayed(register: str, key: str) -> str:
    """The key of the row that this one has become; empty when it was not merged into another."""
    seen = {key}
    found = ""
    while merge := Merge.objects.filter(register=register, went=found or key, undone_at=None).first():
        if merge.stays in seen:
            break
        seen.add(merge.stays)
        found = merge.stays
    return found


def _both(kind: Register, by: By, stays: str, went: str) -> tuple[Kept, Kept]:
    if stays == went:
        raise CannotMerge(f"没有合并：{stays} 和它自己是同一行。请选另一行。")
    return _standing(kind, by, stays), _standing(kind, by, went)


def _standing(kind: Register, by: By, key: str) -> Kept:
    """A row that `by` sees and may write, whole."""
    check_keep(kind, by, region=kind.get(by, key).region_code or None)
    return kind.current([key])[key]


def _check_values(kind: Register, keep: Kept, values: Values) -> None:
    known = {field.key for field in kind.ledger.fields}
    named = kind.ledger.identity if len(kind.ledger.identity) == 1 else ()
    if wrong := [key for key in values if key not in known or (key in named and values[key] != keep.values.get(key))]:
        raise CannotMerge(f"没有合并：{'、'.join(wrong)} 不能从另一行取；行的编号不变。")


def _check_parted(merge: Merge, kind: Register) -> None:
    if merge.undone_at:
        raise CannotMerge(f"没有撤销：{merge.went_title}已经分出来了，由{merge.undone_by}撤销。")
    if kind.current([merge.went]):
        raise CannotMerge(f"没有撤销：编号 {merge.went} 又登记过一行。请先把那一行改号或删除。")


def _that_went(kind: Register, merge: Merge) -> dict[str, Any]:
    """The row that went, with what it carries beside the fields, such as its key."""
    values = load(kind.ledger.fields, merge.went_values)
    twin = kind.key_of(values)
    if twin not in ("", merge.went) and kind.current([twin]):
        raise CannotMerge(f"没有撤销：{merge.went_title}和现在的 {twin} 是同一行。请先把 {twin} 改成不同的内容。")
    return {**merge.went_values, **values}


def _summary(ledger: Ledger, keep: Kept, go: Kept, why: str) -> str:
    return f"合并{ledger.label}：{go.title}（{go.key}）并入{keep.title}（{keep.key}）" + (f"，{why}" if why else "")
