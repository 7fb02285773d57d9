"""What a key may be made for, and what that leaves of its person's roles and places."""

from collections.abc import Callable, Collection
from dataclasses import replace

from tenglong.playbooks import Role
from tenglong.records.people.models import Grant, Person
from tenglong.records.people.rights import region_of_enterprise

from .models import Key

SCOPES = {
    "read": "查看",
    "confidential": "查看保密内容",
    "personal": "取完整的个人信息",
    "write": "登记和修改台账",
    "cases": "受理和办理",
    "files": "上传材料",
    "import": "导入和撤销导入",
    "hooks": "订阅变更通知",
}
_RIGHTS = {
    "read": frozenset({"open_rows"}),
    "personal": frozenset({"export_personal"}),
    "write": frozenset({"register"}),
    "files": frozenset({"attach"}),
    "import": frozenset({"import", "undo_import"}),
}


def acting(key: Key) -> Person:
    """The person of a key, as the key lets them act: the same row filter with fewer rights, in fewer places."""
    person: Person = key.person
    person.limit = _limit(key.scopes)
    held = Grant.objects.none()
    held._result_cache = [one for grant in person.grants.all() if (one := _narrowed(grant, key.region_code))]
    person._prefetched_objects_cache = {"grants": held}
    return person


def _limit(scopes: Collection[str]) -> Callable[[Role], Role]:
    may = frozenset().union(*(_RIGHTS.get(scope, frozenset()) for scope in scopes))

    def limit(role: Role) -> Role:
        return replace(role, may=role.may & may, reads=role.reads if "confidential" in scopes else frozenset())

    return limit


def _narrowed(grant: Grant, region: str) -> Grant | None:
    """What is left of a grant within a region; None where nothing is."""
    if not region:
        return grant
    place = grant.region_code
    if grant.enterprise_code:
        return grant if region_of_enterprise(grant.enterprise_code).startswith(region) else None
    if place.startswith(region):
        return grant
    if not region.startswith(place):
        return None
    return Grant(pk=grant.pk, person_id=grant.person_id, role=grant.role, region_code=region, until_on=grant.until_on)
