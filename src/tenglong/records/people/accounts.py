"""Writing what lets a person in: passwords, the second factor, whether they may sign in at all."""

from datetime import datetime

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set

from .models import Person
from .passwords import CannotSetPassword, check_password_fits, password_for_once
from .rights import By, check_governs, check_self
from .second_factor import counter_of, seal


class CannotSetSecondFactor(Refused):
    """The code does not belong to the secret."""


class CannotDeactivate(Refused):
    """The person cannot be kept out, or is already."""


def set_password(*, person: Person, password: str, once: bool = False, by: By, at: datetime) -> None:
    """Give somebody a new password: whoever is signed in by the old one is signed out.

    `once`: they must choose their own when they next sign in.
    """
    check_governs(by, person)
    check_password_fits(password, person)
    _write_password(person, password, once, by=by, at=at, summary=f"重设{person.name}的密码")


def reset_password(*, person: Person, by: By, at: datetime) -> str:
    """Give somebody a password for one sign-in, which is told once and kept nowhere."""
    password = password_for_once()
    set_password(person=person, password=password, once=True, by=by, at=at)
    return password


def change_password(*, person: Person, old: str, new: str, by: By, at: datetime) -> None:
    """Somebody chooses their own password; the old one shows that it is they."""
    check_self(by, person)
    if not person.check_password(old):
        raise CannotSetPassword("密码没有修改：原来的密码不对。请再输一次；忘记了请找管理员重设。")
    if old == new:
        raise CannotSetPassword("密码没有修改：新密码和原来的一样。请换一个。")
    check_password_fits(new, person)
    _write_password(person, new, False, by=by, at=at, summary=f"{person.name}修改自己的密码")


def set_second_factor(*, person: Person, secret: str, code: str, by: By, at: datetime) -> None:
    """Keep the secret of somebody's phone; a code from it shows that the phone has it."""
    check_self(by, person)
    if counter_of(secret, code, at) is None:
        raise CannotSetSecondFactor("动态码没有绑定：这六位数字不对，或已经过时。请看手机的时间准不准，再输一次新的。")
    _write_second_factor(person, seal(secret), by, at, f"{person.name}绑定动态码")


def reset_second_factor(*, person: Person, by: By, at: datetime) -> None:
    """Forget somebody's phone, when it is lost; they bind another when they next sign in."""
    check_governs(by, person)
    _write_second_factor(person, "", by, at, f"解除{person.name}的动态码")


def deactivate_person(*, person: Person, by: By, at: datetime) -> None:
    """Keep somebody out from now on; what they did stays under their name, their roles stay for a return."""
    check_governs(by, person)
    if isinstance(by, Person) and by.pk == person.pk:
        raise CannotDeactivate("没有停用：不能停用自己。请由另一位管理员来办。")
    _write_active(person, False, by, at, f"停用{person.name}")


def reactivate_person(*, person: Person, by: By, at: datetime) -> None:
    """Let somebody in again, with the roles they had."""
    check_governs(by, person)
    _write_active(person, True, by, at, f"恢复{person.name}")


def _write_password(person: Person, password: str, once: bool, *, by: By, at: datetime, summary: str) -> None:
    with change_set(by=by, at=at, action="people.set_password", summary=summary) as trail:
        person.set_password(password)
        person.must_change_password = once
        person.save(update_fields=("password", "must_change_password"))
        trail.changed("person", person.login, {"password": "原来的"}, {"password": f"{at:%Y-%m-%d %H:%M} 设的"})


def _write_second_factor(person: Person, kept: str, by: By, at: datetime, summary: str) -> None:
    before = {"second_factor": bool(person.second_factor)}
    with change_set(by=by, at=at, action="people.set_second_factor", summary=summary) as trail:
        person.second_factor, person.recovery_codes = kept, []  # the codes stood in for the phone that is gone
        person.save(update_fields=("second_factor", "recovery_codes"))
        trail.changed("person", person.login, before, {"second_factor": f"{at:%Y-%m-%d %H:%M} 绑定" if kept else False})


def _write_active(person: Person, active: bool, by: By, at: datetime, summary: str) -> None:
    if person.is_active == active:
        word = "在用" if active else "停用"
        raise CannotDeactivate(f"没有办成：{person.name}（{person.login}）已经是{word}的。")
    with change_set(by=by, at=at, action="people.set_active", summary=summary) as trail:
        person.is_active = active
        person.save(update_fields=("is_active",))
        trail.changed("person", person.login, {"is_active": not active}, {"is_active": active})
