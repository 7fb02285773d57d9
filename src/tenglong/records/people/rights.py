"""Who sees which rows and may do what: the one row filter, and the one question before every write."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field
from tenglong.core.procedure.model import Actor
from tenglong.playbooks import Confidence, Role, load_confidences, load_roles

from .models import Grant, Person

EVERYTHING = Q()
NOTHING = Q(pk__in=())
_WORDS = {
    "open_rows": "查看明细",
    "register": "登记",
    "import": "导入",
    "undo_import": "撤销导入",
    "attach": "上传材料",
    "score": "评价和发布评价结果",
    "export_personal": "导出完整的个人信息",
    "audit": "查看变更历史和阅读记录",
    "erase": "依法删除个人信息",
    "operate": "备份、恢复和查看运行情况",
    "install": "设置机制、人员和区划",
}
_INSIDERS = frozenset({"region", "unit"})


class CannotDo(Refused):
    """The person has no right to it, or not there."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program itself, where it sets up or reckons what people will use. Never built from what a request says.

    With a `region` it sees that region and what lies below it, and nothing else.
    """

    name: str
    region: str = ""


By = Person | Program
_enterprise_regions: list[Callable[[str], str]] = []


def register_enterprise_regions(find: Callable[[str], str]) -> None:
    """Make known, at start-up, how the region of an enterprise is found; empty where there is none."""
    _enterprise_regions[:] = [find]


def region_of_enterprise(code: str) -> str:
    """Where the enterprise lies; empty when it is not registered."""
    return _enterprise_regions[0](code) if code and _enterprise_regions else ""


Lookup = str | Callable[[str], Q]


@cache
def roles() -> dict[str, Role]:
    """The county's roles by key, read once from the mechanisms' folder."""
    return dict(load_roles(_roles_text()))


@cache
def confidences() -> Mapping[str, Confidence]:
    """The circles that fields are kept in, by key."""
    return load_confidences(_roles_text())


def _roles_text() -> str:
    path = settings.MECHANISMS_ROOT / "roles.yaml"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise Refused(f"不能启动：读不到 {path}，那里写着各个岗位。请查对 TENGLONG_MECHANISMS。") from None


def within(
    by: By | None,
    *,
    region: str = "region_code",
    unit: Lookup | None = None,
    enterprise: Lookup | None = None,
    listed: Q | None = None,
) -> Q:
    """The one row filter: what `by` may see of a kind.

    `region` is the lookup of the row's region code; `unit` and `enterprise` are lookups of a unit's key and a credit
    code, or give the condition for one. Without `unit` the rows belong to no unit: a unit sees those of its region.
    `listed` are the rows on offer.
    """
    if isinstance(by, Program):
        return below(region, by.region) if by.region else EVERYTHING
    seen = NOTHING
    for grant, role in _granted(by):
        match role.sees:
            case "region":
                seen |= below(region, grant.region_code)
            case "unit":
                seen |= below(region, grant.region_code) & _of_unit(by, unit)
            case "own" if enterprise and grant.enterprise_code:
                seen |= _where(enterprise, grant.enterprise_code)
            case "listed" if listed is not None:
                seen |= listed & below(region, grant.region_code) if grant.region_code else listed
    return seen


def below(lookup: str, code: str) -> Q:
    """The region with that code and all below it: a range, for the index, and the prefix, to be exact."""
    if not code:
        return NOTHING
    prefix = Q(**{f"{lookup}__gte": code, f"{lookup}__startswith": code})
    head = code.rstrip("9")
    if not head:
        return prefix
    return prefix & Q(**{f"{lookup}__lt": head[:-1] + chr(ord(head[-1]) + 1)})


def check_may(by: By | None, right: str, *, region: str | None = None, enterprise: str = "") -> None:
    """Refuse unless a role of `by` has the right, there: in that region, or for that enterprise."""
    if can(by, right, region=region, enterprise=enterprise):
        return
    word = right_word(right)
    if region is not None and can(by, right):
        place = region or "（未填）"
        raise CannotDo(f"不能{word}：区划 {place} 不在您的授权范围内。请交给当地的经办人，或请管理员授权。")
    raise CannotDo(f"不能{word}：您的岗位没有这项权限。请交给有权限的同事，或请管理员授权。")


def check_governs(by: By, person: Person) -> None:
    """Refuse unless `by` sets up people wherever that person belongs and holds a role: no town resets a county."""
    places = {person.unit.region_code} if person.unit else set()
    for grant in person.grants.all():
        places.add(grant.region_code or region_of_enterprise(grant.enterprise_code))
    for place in places or {None}:
        check_may(by, "install", region=place or None)


def check_self(by: By, person: Person) -> None:
    """Refuse unless it is their own."""
    if not isinstance(by, Program) and by.pk != person.pk:
        raise CannotDo("没有办成：密码、动态码和恢复码只能由本人修改。管理员可以重设。")


def right_word(right: str) -> str:
    """What the county calls a right."""
    return _WORDS.get(right, right)


def can(by: By | None, right: str, *, region: str | None = None, enterprise: str = "") -> bool:
    """Whether a role of `by` has the right; the right and the place must come from the same grant."""
    if isinstance(by, Program):
        return True
    return any(right in role.may for _, role in _reaching(by, region, enterprise))


def roles_of(by: By | None, *, region: str | None = None, enterprise: str = "") -> frozenset[str]:
    """The keys of the roles held; with a region or an enterprise, of those held there."""
    return frozenset(role.key for _, role in _reaching(by, region, enterprise))


def regions_of(by: By | None, right: str = "") -> tuple[str, ...]:
    """The regions in which a role of `by` has the right; without one, in which any role is held."""
    granted = ((grant.region_code, role.may) for grant, role in _granted(by))
    return tuple(dict.fromkeys(code for code, may in granted if code and (not right or right in may)))


def enterprises_of(by: By | None) -> tuple[str, ...]:
    """The enterprises, by code, whose own people they are."""
    return tuple(grant.enterprise_code for grant, role in _granted(by) if role.sees == "own" and grant.enterprise_code)


def scopes(by: By | None) -> frozenset[str]:
    """How far the roles held see: region, unit, own, listed; empty where no role sees anything."""
    return frozenset(role.sees for _, role in _granted(by)) - {"none"}


def is_inside(by: By | None) -> bool:
    """Whether a role sees the rows of a region or a unit: more than its own enterprise and what is on offer."""
    return bool(scopes(by) & {"region", "unit"})


def actor_of(by: Person, *, region: str | None = None, enterprise: str = "") -> Actor:
    """Who asks, as deciding needs it. Pass the case's region and enterprise: a role held elsewhere moves nothing."""
    return Actor(roles=roles_of(by, region=region, enterprise=enterprise), unit=by.unit.key if by.unit else None)


_F = TypeVar("_F", bound=Field)


def open_fields(by: By | None, fields: Iterable[_F], row: Mapping[str, Any] | None = None) -> tuple[_F, ...]:
    """The fields that `by` may see: confidential ones are for the roles let into that confidence.

    A confidence that ends once another field is filled in has ended only in a `row` that is given, by field key.
    """
    read = reads_of(by)
    return tuple(field for field in fields if field.confidential in read or _ended(field, row))


def reads_of(by: By | None) -> frozenset[str]:
    """The confidences that `by` is let into, and the empty one, which is everybody's."""
    if isinstance(by, Program):
        return frozenset({"", *confidences()})
    return frozenset({""}.union(*(role.reads for _, role in _granted(by))))


def reads(by: By | None, confidence: str) -> bool:
    """Whether `by` is let into that confidence; one that the county does not declare keeps nothing."""
    return confidence not in confidences() or confidence in reads_of(by)


def lacks_second_factor(by: By | None) -> bool:
    """Whether a role of theirs is held only with a second factor and they have none."""
    return isinstance(by, Person) and not by.second_factor and any(role.second_factor for _, role in _granted(by))


def _ended(field: Field, row: Mapping[str, Any] | None) -> bool:
    return bool(field.open_once) and row is not None and row.get(field.open_once) not in (None, "", [])


def _granted(by: By | None) -> Iterator[tuple[Grant, Role]]:
    if not isinstance(by, Person) or not by.is_active:
        return
    known = roles()
    for grant in by.grants.all():
        if role := known.get(grant.role):
            yield grant, by.limit(role) if by.limit else role


def _reaching(by: By | None, region: str | None, enterprise: str) -> Iterator[tuple[Grant, Role]]:
    for grant, role in _granted(by):
        nowhere = region is None and not enterprise
        there = bool(region and grant.region_code) and region.startswith(grant.region_code) and role.sees in _INSIDERS
        theirs = bool(enterprise) and grant.enterprise_code == enterprise
        if nowhere or there or theirs:
            yield grant, role


def _of_unit(by: Person, unit: Lookup | None) -> Q:
    if unit is None:
        return EVERYTHING
    return _where(unit, by.unit.key) if by.unit else NOTHING


def _where(lookup: Lookup, value: str) -> Q:
    return lookup(value) if callable(lookup) else Q(**{lookup: value})
