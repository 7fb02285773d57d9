"""Lists that people keep to see again: what the address of the list asked for, under a name."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set
from tenglong.records.people.models import Person

from .models import SavedView
from .registers import get_register

_MOST = 50  # views of one person in one register


class CannotKeepView(Refused):
    """A view cannot be kept or dropped."""


def list_views(by: Person, register: str) -> QuerySet[SavedView]:
    """One's own, and those that the office shares."""
    shared = Q(unit_key=by.unit.key) if by.unit else Q(pk__in=())
    return SavedView.objects.filter(Q(login=by.login) | shared, register=register)


def keep_view(*, register: str, name: str, asked: str, shared: bool, by: Person, at: datetime) -> SavedView:
    """Keep what is asked of a list; of the same name it takes the place of what one kept before."""
    label, name = get_register(register).ledger.label, name.strip()
    _check(by, register, name, asked)
    with change_set(by=by, at=at, action="ledgers.keep_view", summary=f"保存{label}的视图 {name}") as trail:
        view, new = SavedView.objects.update_or_create(
            register=register,
            login=by.login,
            name=name,
            defaults={"asked": asked, "unit_key": by.unit.key if shared and by.unit else "", "at": at},
        )
        told = {"register": register, "name": name, "asked": asked, "unit": view.unit_key}
        trail.created("view", view.pk, told) if new else trail.changed("view", view.pk, {}, told)
    return view


def drop_view(*, view_id: int, by: Person, at: datetime) -> None:
    """Drop a view that one kept."""
    view = SavedView.objects.filter(pk=view_id, login=by.login).first()
    if view is None:
        raise CannotKeepView("没有删除：没有这个视图，或是别人存的。别人存的视图请他本人删除。")
    with change_set(by=by, at=at, action="ledgers.drop_view", summary=f"删除视图 {view.name}") as trail:
        view.delete()
        trail.removed("view", view_id, {"register": view.register, "name": view.name, "asked": view.asked})


def _check(by: Person, register: str, name: str, asked: str) -> None:
    if not name or len(name) > SavedView._meta.get_field("name").max_length:
        raise CannotKeepView("没有保存视图：请起一个不超过 40 个字的名字。")
    if len(asked) > SavedView._meta.get_field("asked").max_length:
        raise CannotKeepView("没有保存视图：条件太多，放不下。请减少几个条件或列。")
    mine = SavedView.objects.filter(register=register, login=by.login).exclude(name=name)
    if mine.count() >= _MOST:
        raise CannotKeepView(f"没有保存视图：您在这个台账已存 {_MOST} 个。请先删掉不用的。")
