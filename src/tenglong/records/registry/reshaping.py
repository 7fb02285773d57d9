"""Parcels parted and made one from a day on: the old ones end, the new ones begin, what lies on them goes with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tenglong.core.ledger import Ledger
from tenglong.geo import Shape, check_parts, from_wkb, unite
from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.ledgers.actions import CannotFill, check_entered
from tenglong.records.ledgers.stored import dump
from tenglong.records.people.rights import By, check_may

from .carrying import TOLERANCE_MU, CannotReshape, Shares, carry
from .drawn import outline_columns
from .ends import uses_elsewhere
from .kinds import PARCEL
from .models import Descent, Occupancy, Parcel, Plant, Reshaping, Term
from .queries import get_parcel
from .room import without_room
from .tables import TABLES

MOST_PARTS = 20
_OF_THE_WHOLE = ("price_wan",)  # said of the whole plot: of no part, and of no more than it
Act = Reshaping.Act


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel that begins. What is left empty it has from the old one."""

    code: str
    name: str
    area_mu: Decimal
    use: str = ""
    certificate: str = ""
    shape: Shape | None = None


def split_parcel(
    *, code: str, parts: Sequence[NewParcel], shares: Shares, on: date, source: str, by: By, at: datetime
) -> Reshaping:
    """From that day on there are the parts instead of the parcel. Their areas are the parcel's, up to `TOLERANCE_MU`.

    Of a parcel with an outline each part has its own, and together they are the whole.
    """
    if not 2 <= len(parts) <= MOST_PARTS:
        raise CannotReshape(f"没有分割：要分成 2 到 {MOST_PARTS} 块，现在是 {len(parts)} 块。")
    summary = f"{code} 自 {on} 起分割为 {'、'.join(part.code for part in parts)}"
    with change_set(by=by, at=at, action="registry.split_parcel", summary=summary) as trail:
        (old,) = _ending([code], on, by).values()
        _check_codes(parts)
        _check_areas([old], parts)
        _check_outlines(old, parts)
        inherited = dict(old.values) | dict.fromkeys(_OF_THE_WHOLE)
        news = [_begun(inherited, part, on) for part in parts]
        return _reshape(Act.SPLIT, [old], news, shares=shares, on=on, source=source, trail=trail)


def merge_parcels(
    *, codes: Sequence[str], into: NewParcel, terms: Collection[str], on: date, source: str, by: By, at: datetime
) -> Reshaping:
    """From that day on there is one parcel instead of adjoining ones; `terms` are keys of what goes on being agreed.

    Its outline is theirs together. What they say alike it says too.
    """
    if len(set(codes)) < 2:
        raise CannotReshape("没有合并：至少要选两块相邻的地块。")
    summary = f"{'、'.join(codes)} 自 {on} 起合并为 {into.code}"
    with change_set(by=by, at=at, action="registry.merge_parcels", summary=summary) as trail:
        olds = list(_ending(codes, on, by).values())
        _check_codes([into])
        _check_areas(olds, [into])
        shape = unite({old.name: _outline(old) for old in olds})
        inherited = _alike(olds, into) | dict.fromkeys(_OF_THE_WHOLE)
        row = _begun(inherited, into, on) | outline_columns(shape)
        shares = _all_to(into.code, codes, terms, on)
        return _reshape(Act.MERGE, olds, [row], shares=shares, on=on, source=source, trail=trail)


@dataclass(frozen=True, slots=True)
class _Old:
    """A parcel that ends."""

    row: Parcel
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.row.name}（{self.row.code}）"


def _ending(codes: Sequence[str], on: date, by: By) -> dict[str, _Old]:
    """The parcels, locked; refused unless they may end on that day."""
    for code in codes:
        check_may(by, "register", region=get_parcel(by, code).region_code)
    rows = list(Parcel.objects.select_for_update().filter(code__in=codes))
    values = TABLES["parcel"].find(codes)
    for row in rows:
        if row.until_on:
            raise CannotReshape(f"没有办成：{row.name}（{row.code}）到 {row.until_on} 已经注销。请在新的地块上办。")
        if row.from_on and row.from_on >= on:
            raise CannotReshape(f"没有办成：{row.name}（{row.code}）{row.from_on} 才启用，日期要晚于这一天。")
    if going := uses_elsewhere(codes, open_only=True):
        what = "；".join(f"{code} 还有{words}没有办结" for code, words in sorted(going.items()))
        raise CannotReshape(f"没有办成：{what}。请先办结或撤回，再分割、合并；办件留在原编号下。")
    order = {code: number for number, code in enumerate(codes)}
    return {row.code: _Old(row, values[row.code]) for row in sorted(rows, key=lambda row: order[row.code])}


def _check_codes(news: Sequence[NewParcel]) -> None:
    codes = [new.code for new in news]
    if len(set(codes)) < len(codes):
        raise CannotReshape("没有办成：两块新地块用了同一个编号。请各用各的编号。")
    if taken := Parcel.objects.filter(code__in=codes).values_list("code", flat=True).first():
        raise CannotReshape(f"没有办成：编号 {taken} 已经登记过。请给新地块换一个编号。")


def _check_areas(olds: Sequence[_Old], news: Sequence[NewParcel]) -> None:
    before, after = sum(old.row.area_mu for old in olds), sum(new.area_mu for new in news)
    if abs(before - after) > TOLERANCE_MU:
        raise CannotReshape(
            f"没有办成：新地块合计 {Decimal(after).normalize():f} 亩，原来 {before.normalize():f} 亩，"
            f"相差超过 {TOLERANCE_MU} 亩。请改各块的面积；实测和登记不同的，先改原地块的面积再办。"
        )


def _check_outlines(old: _Old, parts: Sequence[NewParcel]) -> None:
    if not old.row.shape:
        if any(part.shape for part in parts):
            raise CannotReshape(f"没有分割：{old.name}还没有边界，不能按图分。请先勾画原地块，或只按面积分。")
        return
    shapes = {part.code: part.shape for part in parts if part.shape is not None}
    if len(shapes) < len(parts):
        raise CannotReshape(f"没有分割：{old.name}有边界，每一块都要有自己的边界。请画分割线，或贴上各块的坐标。")
    check_parts(from_wkb(bytes(old.row.shape)), shapes)


def _outline(old: _Old) -> Shape:
    if not old.row.shape:
        raise CannotReshape(f"没有合并：{old.name}还没有边界，看不出是不是相邻。请先勾画，再合并。")
    return from_wkb(bytes(old.row.shape))


def _alike(olds: Sequence[_Old], into: NewParcel) -> dict[str, Any]:
    """What all of them say; the region is one, and so is the use unless another is said."""
    first = olds[0].values
    same = {key: value if all(old.values[key] == value for old in olds) else None for key, value in first.items()}
    if not same["region_code"]:
        raise CannotReshape("没有合并：几块地不在同一个区划里。请先把它们改到同一个区划。")
    if not (into.use or same["use"]):
        raise CannotReshape("没有合并：几块地的用途不同，请写明合并后的用途。")
    return same


def _begun(inherited: Mapping[str, Any], new: NewParcel, on: date) -> dict[str, Any]:
    """The row of a parcel that begins, typed."""
    given = {**inherited, "code": new.code, "name": new.name, "area_mu": new.area_mu, "certificate": new.certificate}
    given |= {"use": new.use or inherited["use"], "from_on": on, "until_on": None}
    row = check_entered(f"地块 {new.code} ", PARCEL.fields, given)
    if lost := without_room(Parcel, row):
        raise CannotFill(f"地块 {new.code} ", _too_long(PARCEL, lost))
    if row["area_mu"] <= 0:
        raise CannotReshape(f"没有办成：{new.code} 的面积应大于 0，请改正。")
    return row | (outline_columns(new.shape) if new.shape is not None else {})


def _too_long(ledger: Ledger, keys: Collection[str]) -> dict[str, str]:
    return {key: f"{ledger.field(key).label}：写得太长，或数太大，登记簿里放不下。" for key in keys}


def _all_to(code: str, olds: Sequence[str], terms: Collection[str], on: date) -> Shares:
    """Everything goes to the one parcel."""
    uses = Occupancy.objects.filter(parcel__code__in=olds).exclude(until_on__lte=on).values_list("key", "area_mu")
    plants = Plant.objects.filter(parcel__code__in=olds).values_list("code", flat=True)
    known = set(Term.objects.filter(parcel__code__in=olds).values_list("key", flat=True))
    return Shares(
        uses={key: {code: area} for key, area in uses},
        plants=dict.fromkeys(plants, code),
        terms={key: (code,) for key in terms if key in known},
    )


def _reshape(
    act: Act,
    olds: Sequence[_Old],
    news: Sequence[Mapping[str, Any]],
    *,
    shares: Shares,
    on: date,
    source: str,
    trail: Trail,
) -> Reshaping:
    if not source.strip():
        raise CannotReshape("没有办成：没有写依据。请写明分割、合并依据的批文、测绘报告或登记资料。")
    table, codes = TABLES["parcel"], [new["code"] for new in news]
    table.create(news, trail)
    old = [one.row.code for one in olds]
    carried = carry(old, codes, shares, on=on, trail=trail)
    table.change([(one.values, {"until_on": on}) for one in olds], trail)
    moved = {
        "made": carried.made,
        "ended": {key: until.isoformat() if until else None for key, until in carried.ended.items()},
        "dropped": [dump(row) for row in carried.dropped],
        "plants": dict(carried.plants),
        "terms": carried.terms,
        "versions": versions([*old, *codes], [*carried.made, *carried.ended], carried.plants, carried.terms),
    }
    row = Reshaping.objects.create(
        act=act, on=on, source=source.strip()[:200], moved=moved, at=trail.at, by=actor_text(trail.by)
    )
    Descent.objects.bulk_create(Descent(reshaping=row, old_code=one, new_code=new) for one in old for new in codes)
    trail.created("reshaping", row.pk, {"act": str(act), "on": on, "source": row.source, "old": old, "new": codes})
    return row


def versions(
    parcels: Collection[str], uses: Collection[str], plants: Collection[str], terms: Collection[str]
) -> dict[str, dict[str, int]]:
    """How often rows were changed, by kind and key: nothing has happened to them since while that stays."""
    asked = (
        (Parcel, "code", parcels), (Occupancy, "key", uses), (Plant, "code", plants), (Term, "key", terms)
    )  # fmt: skip
    return {
        model._meta.model_name: dict(
            model.objects.filter(**{f"{key}__in": keys}).order_by().values_list(key, "version")
        )
        for model, key, keys in asked
    }
