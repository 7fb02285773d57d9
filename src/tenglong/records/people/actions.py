"""Writing people, units and roles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set

from .models import Grant, Person, Unit
from .passwords import check_password_fits
from .rights import By, Program, check_governs, check_may, region_of_enterprise, roles


class CannotAddPerson(Refused):
    """A person, a unit or a role cannot be added."""


def add_unit(*, key: str, name: str, region_code: str, parent: str = "", by: By, at: datetime) -> Unit:
    """Add an office; `parent` is the key of the one above it."""
    check_may(by, "install", region=region_code)
    if Unit.objects.filter(key=key).exists():
        raise CannotAddPerson(f"单位代号“{key}”已经有了。请换一个代号。")
    if parent and not Unit.objects.filter(key=parent).exists():
        raise CannotAddPerson(f"没有添加单位：没有代号为“{parent}”的上级单位。请从列表里选。")
    with change_set(by=by, at=at, action="people.add_unit", summary=f"添加单位 {name}") as trail:
        unit = Unit.objects.create(key=key, name=name, region_code=region_code, parent=parent)
        trail.created("unit", key, {"name": name, "region_code": region_code, "parent": parent})
    return unit


def add_person(
    *,
    login: str,
    name: str,
    unit: Unit | None = None,
    post: str = "",
    password: str | None = None,
    once: bool = False,
    by: By,
    at: datetime,
) -> Person:
    """Add somebody who signs in; without a password not by one. `once`: they choose their own when they first do."""
    check_may(by, "install", region=unit.region_code if unit else None)
    if Person.objects.filter(login=login).exists():
        raise CannotAddPerson(f"登录名“{login}”已经有人使用。请换一个登录名。")
    with change_set(by=by, at=at, action="people.add_person", summary=f"添加人员 {name}") as trail:
        person = Person(login=login, name=name, unit=unit, post=post, must_change_password=once)
        if password is not None:
            check_password_fits(password, person)
        person.set_password(password)
        person.save()
        trail.created("person", login, {"name": name, "unit": unit.key if unit else None, "post": post})
    return _with_grants(person)


def change_person(*, person: Person, values: Mapping[str, Any], by: By, at: datetime) -> None:
    """Change somebody's name, unit or post: whoever does it answers for where they were and where they go."""
    check_governs(by, person)
    unit: Unit | None = values.get("unit", person.unit)
    if unit is not None:
        check_may(by, "install", region=unit.region_code)
    before = _facts(person)
    person.name, person.unit, person.post = values.get("name", person.name), unit, values.get("post", person.post)
    with change_set(by=by, at=at, action="people.change_person", summary=f"修改人员 {person.name}") as trail:
        person.save(update_fields=("name", "unit", "post"))
        trail.changed("person", person.login, before, _facts(person))


def grant_role(
    *,
    person: Person,
    role: str,
    region_code: str = "",
    enterprise_code: str = "",
    until_on: date | None = None,
    by: By,
    at: datetime,
) -> Grant:
    """Give a person a role, within a region and below it or for one enterprise; to the day before `until_on`."""
    _check_may_grant(by, region_code, enterprise_code)
    if role not in roles():
        raise CannotAddPerson(f"没有“{role}”这个岗位。可选：{'、'.join(roles())}。")
    if until_on is not None and until_on <= at.date():
        raise CannotAddPerson(f"没有授予：到期日 {until_on} 已经到了。请写今天以后的一天，或不写。")
    place = {"role": role, "region_code": region_code, "enterprise_code": enterprise_code}
    if person.grants.filter(**place).exists():
        raise CannotAddPerson(f"{person.name}已经有岗位“{roles()[role].label}”。不用再授予；要改到期日请先收回。")
    what = place | ({"until_on": until_on} if until_on else {})
    summary = f"授予{person.name}{roles()[role].label}"
    with change_set(by=by, at=at, action="people.grant_role", summary=summary) as trail:
        grant = Grant(**what)
        person.grants.add(grant, bulk=False)  # forgets the grants fetched before
        trail.created("grant", _grant_key(person.login, grant), what)
    _with_grants(person)
    return grant


def revoke_grant(*, person: Person, grant: Grant, by: By, at: datetime) -> None:
    """Take a role away from a person."""
    _check_may_grant(by, grant.region_code, grant.enterprise_code)
    summary = f"收回{person.name}的{role_label(grant)}"
    with change_set(by=by, at=at, action="people.revoke_grant", summary=summary) as trail:
        trail.removed("grant", _grant_key(person.login, grant), _reach(grant))
        grant.delete()
    _with_grants(person)


def end_grants(*, on: date, by: Program, at: datetime) -> int:
    """Take away the roles that are held no longer on that day; gives how many. Every door does so first each day."""
    if not Grant.objects.filter(until_on__lte=on).exists():
        return 0
    with change_set(by=by, at=at, action="people.end_grants", summary=f"{on} 到期的岗位") as trail:
        ended = list(Grant.objects.filter(until_on__lte=on).select_related("person"))
        for grant in ended:
            trail.removed("grant", _grant_key(grant.person.login, grant), _reach(grant))
        Grant.objects.filter(pk__in=[grant.pk for grant in ended]).delete()
    return len(ended)


def role_label(grant: Grant) -> str:
    """What the county calls the role; its key where no mechanism knows it any more."""
    role = roles().get(grant.role)
    return role.label if role else grant.role


def _check_may_grant(by: By, region_code: str, enterprise_code: str) -> None:
    if not enterprise_code or isinstance(by, Program):
        check_may(by, "install", region=region_code or None)
        return
    home = region_of_enterprise(enterprise_code)
    if not home:
        raise CannotAddPerson(f"没有授予：企业 {enterprise_code} 没有登记。请先登记企业，或查对统一社会信用代码。")
    check_may(by, "install", region=home)


def _grant_key(login: str, grant: Grant) -> str:
    return f"{login}:{grant.role}:{grant.region_code or grant.enterprise_code}"


def _reach(grant: Grant) -> dict[str, Any]:
    return {name: getattr(grant, name) for name in ("role", "region_code", "enterprise_code", "until_on")}


def _facts(person: Person) -> dict[str, Any]:
    return {"name": person.name, "unit": person.unit.key if person.unit else None, "post": person.post}


def _with_grants(person: Person) -> Person:
    """The person as queries give it: every row filter asks for the grants."""
    getattr(person, "_prefetched_objects_cache", {}).pop("grants", None)
    prefetch_related_objects([person], "grants")
    return person
