"""Writing people, units and roles."""

from datetime import datetime

from django.db.models import prefetch_related_objects

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set

from .models import Grant, Person, Unit
from .rights import By, check_may, roles


class CannotAddPerson(Refused):
    """A person, a unit or a role cannot be added."""


def add_unit(*, key: str, name: str, region_code: str, by: By, at: datetime) -> Unit:
    """Add an office."""
    check_may(by, "install", region=region_code)
    if Unit.objects.filter(key=key).exists():
        raise CannotAddPerson(f"单位代号“{key}”已经有了。请换一个代号。")
    with change_set(by=by, at=at, action="people.add_unit", summary=f"添加单位 {name}") as trail:
        unit = Unit.objects.create(key=key, name=name, region_code=region_code)
        trail.created("unit", key, {"name": name, "region_code": region_code})
    return unit


def add_person(
    *,
    login: str,
    name: str,
    unit: Unit | None = None,
    post: str = "",
    password: str | None = None,
    by: By,
    at: datetime,
) -> Person:
    """Add somebody who signs in; without a password they cannot sign in by one."""
    check_may(by, "install", region=unit.region_code if unit else None)
    if Person.objects.filter(login=login).exists():
        raise CannotAddPerson(f"登录名“{login}”已经有人使用。请换一个登录名。")
    with change_set(by=by, at=at, action="people.add_person", summary=f"添加人员 {name}") as trail:
        person = Person(login=login, name=name, unit=unit, post=post)
        person.set_password(password)
        person.save()
        trail.created("person", login, {"name": name, "unit": unit.key if unit else None, "post": post})
    return _with_grants(person)


def set_password(*, person: Person, password: str, by: By, at: datetime) -> None:
    """Give somebody a new password: whoever is signed in by the old one is signed out."""
    check_may(by, "install", region=person.unit.region_code if person.unit else None)
    with change_set(by=by, at=at, action="people.set_password", summary=f"重设{person.name}的密码") as trail:
        person.set_password(password)
        person.save(update_fields=("password",))
        trail.changed("person", person.login, {"password": "原来的"}, {"password": f"{at:%Y-%m-%d %H:%M} 重设的"})


def grant_role(
    *, person: Person, role: str, region_code: str = "", enterprise_code: str = "", by: By, at: datetime
) -> Grant:
    """Give a person a role, within a region and below it or for one enterprise."""
    check_may(by, "install", region=region_code or None)
    if role not in roles():
        raise CannotAddPerson(f"没有“{role}”这个岗位。可选：{'、'.join(roles())}。")
    what = {"role": role, "region_code": region_code, "enterprise_code": enterprise_code}
    if person.grants.filter(**what).exists():
        raise CannotAddPerson(f"{person.name}已经有岗位“{roles()[role].label}”。不用再授予。")
    summary = f"授予{person.name}{roles()[role].label}"
    with change_set(by=by, at=at, action="people.grant_role", summary=summary) as trail:
        grant = Grant(**what)
        person.grants.add(grant, bulk=False)  # forgets the grants fetched before
        trail.created("grant", f"{person.login}:{role}:{region_code or enterprise_code}", what)
    _with_grants(person)
    return grant


def _with_grants(person: Person) -> Person:
    """The person as queries give it: every row filter asks for the grants."""
    prefetch_related_objects([person], "grants")
    return person
