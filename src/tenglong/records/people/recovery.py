"""Recovery codes (恢复码): ten that let their owner in once each when the phone is not at hand.

Only keyed digests are kept, so that a copy of the database alone tells none of them.
"""

import secrets
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set

from .models import Person
from .rights import By, check_self

CODES = 10
_HALF = 5
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


class CannotRecover(Refused):
    """There is no phone that the codes would stand in for."""


class _Used(Exception):
    """Somebody else came in by it at the same moment."""


def renew_recovery_codes(*, person: Person, by: By, at: datetime) -> tuple[str, ...]:
    """Give somebody ten codes, told once; those they had hold no more."""
    check_self(by, person)
    if not person.second_factor:
        raise CannotRecover("没有生成恢复码：还没有绑定动态码。请先绑定手机。")
    codes = tuple("-".join(_half() for _ in range(2)) for _ in range(CODES))
    summary = f"{person.name}换了恢复码"
    with change_set(by=by, at=at, action="people.renew_recovery_codes", summary=summary) as trail:
        before = _counted(person.recovery_codes)
        person.recovery_codes = [_digest(person, code, settings.SECRET_KEY) for code in codes]
        person.save(update_fields=("recovery_codes",))
        told = {"recovery_codes": f"{at:%Y-%m-%d %H:%M} 生成的 {CODES} 个"}
        trail.changed("person", person.login, before, told)
    return codes


def use_recovery_code(*, person: Person, code: str, at: datetime) -> bool:
    """Whether it is one of their codes; it holds no more."""
    given = {_digest(person, code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
    summary = f"{person.name}用恢复码登录"
    if given.isdisjoint(person.recovery_codes):
        return False
    with suppress(_Used), change_set(by=person, at=at, action="people.use_recovery_code", summary=summary) as trail:
        there = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before, left = there.recovery_codes, [one for one in there.recovery_codes if one not in given]
        if left == before:
            raise _Used
        there.recovery_codes = left
        there.save(update_fields=("recovery_codes",))
        trail.changed("person", there.login, _counted(before), _counted(left))
        return True
    return False


def _counted(codes: list[str]) -> dict[str, str]:
    return {"recovery_codes": f"{len(codes)} 个"}


def _half() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_HALF))


def _digest(person: Person, code: str, key: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign in _SIGNS)
    return salted_hmac(f"recovery code:{person.pk}", plain, secret=key, algorithm="sha256").hexdigest()
