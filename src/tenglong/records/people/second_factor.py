"""The second factor: six figures from a phone, new every half minute (RFC 6238), and the secret they come from.

The secret is kept sealed with the county's key, so that a copy of the database alone does not tell it.
"""

import base64
import hashlib
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken as WrongCode
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from .models import Person

DIGITS = 6
STEP_S = 30
SECRET_BYTES = 20
SLACK = (0, -STEP_S, STEP_S)  # clocks of phones are a little off


def new_secret() -> str:
    """A secret as the phone's app takes it, in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str, person: Person) -> str:
    """What the picture for the phone says: an otpauth:// address."""
    return _codes(secret).get_provisioning_uri(person.login, "腾笼")


def counter_of(secret: str, code: str, at: datetime) -> int | None:
    """Which half minute the code is of, counted from 1970; None when it is wrong or of another time."""
    codes, moment = _codes(secret), int(at.timestamp())
    for slack in SLACK:
        try:
            codes.verify(code.strip().encode(), moment + slack)
        except WrongCode:
            continue
        return (moment + slack) // STEP_S
    return None


def seal(secret: str) -> str:
    """The secret as it is kept."""
    return _key().encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """The secret; empty when the county's key is another one than it was sealed with."""
    try:
        return _key().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _codes(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S, enforce_key_length=False)


def _key() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{key}".encode()).digest()))
