"""Reading people and units. Names of colleagues and offices are no secret inside the county."""

from django.db.models import QuerySet

from tenglong.core.errors import Refused

from .models import Person, Unit


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
