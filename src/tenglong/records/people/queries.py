"""Reading people and units. Names of colleagues and offices are no secret inside the county."""

from django.db.models import Q, QuerySet

from tenglong.core.errors import Refused

from .models import Grant, Person, Unit
from .rights import By, Program, below, can, region_of_enterprise, regions_of


class NoSuchPerson(Refused):
    """Nobody signs in by that name."""


def get_person(login: str) -> Person:
    """The person who signs in by that name."""
    if person := Person.objects.filter(login=login, is_active=True).first():
        return person
    raise NoSuchPerson(f"没有登录名为“{login}”的人员，或已停用。请查对登录名，或请管理员添加。")


def find_person(login: str = "", *, pk: int | None = None) -> Person | None:
    """Whoever may sign in by that name, or has that id; None for nobody."""
    people = Person.objects.filter(is_active=True)
    return people.filter(login=login).first() if pk is None else people.filter(pk=pk).first()


def get_anybody(login: str) -> Person:
    """The person of that login, kept out or not: for whoever administers them."""
    if person := Person.objects.filter(login=login).first():
        return person
    raise NoSuchPerson(f"没有登录名为“{login}”的人员。请查对登录名。")


def list_everybody() -> QuerySet[Person]:
    """Everybody there ever was, kept out or not."""
    return Person.objects.all()


def list_people() -> QuerySet[Person]:
    """Everybody who may sign in, with unit and grants."""
    return Person.objects.filter(is_active=True)


def list_units() -> QuerySet[Unit]:
    """Every office."""
    return Unit.objects.all()


def list_governed(by: By, right: str = "install") -> QuerySet[Person]:
    """Everybody, kept out or not, of a unit or with a role in the regions in which `by` has the right."""
    people = Person.objects.order_by("unit__key", "login")
    if isinstance(by, Program):
        return people
    here = Q(pk__in=())
    codes = set(Grant.objects.exclude(enterprise_code="").values_list("enterprise_code", flat=True))
    for region in regions_of(by, right):
        own = [code for code in codes if region_of_enterprise(code).startswith(region)]
        here |= below("unit__region_code", region) | below("grants__region_code", region)
        here |= Q(grants__enterprise_code__in=own)
    nowhere = Q(unit=None, grants=None) if can(by, right) else Q(pk__in=())
    return people.filter(pk__in=Person.objects.filter(here | nowhere).values("pk"))


def get_governed(by: By, login: str) -> Person:
    """The person of that login, if `by` may administer them or see them there."""
    if person := list_governed(by).filter(login=login).first():
        return person
    raise NoSuchPerson(f"没有登录名为“{login}”的人员，或不归您管。请从人员列表里选。")
