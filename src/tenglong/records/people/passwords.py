"""What a password must be, and the sentences for one that is not."""

import secrets

from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError

from tenglong.core.errors import Refused

from .models import Person

_READABLE = "23456789abcdefghjkmnpqrstuvwxyz"  # no sign that looks like another
_ONCE_SIGNS = 12
_SENTENCES = {
    "password_too_short": "太短，至少 {min_length} 位",
    "password_too_common": "太常见，容易被猜到",
    "password_entirely_numeric": "全是数字",
    "password_too_similar": "和登录名或姓名太像",
}


class CannotSetPassword(Refused):
    """A password that is easily guessed, or not confirmed by the old one."""


def check_password_fits(password: str, person: Person) -> None:
    """Refuse a password that is short, common, all figures, or like the person's login or name."""
    problems = []
    for validator in get_default_password_validators():
        try:
            validator.validate(password, person)
        except ValidationError as refused:
            problems += [_SENTENCES[one.code].format(**(one.params or {})) for one in refused.error_list]
    if problems:
        raise CannotSetPassword(f"密码没有设置：{'；'.join(problems)}。请换一个长一些、只有自己知道的。")


def password_for_once() -> str:
    """A password to be said aloud or written down, good for one sign-in: k7mp-x2qd-9hnr."""
    signs = [secrets.choice(_READABLE) for _ in range(_ONCE_SIGNS)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, _ONCE_SIGNS, 4))
