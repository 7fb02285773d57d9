"""Making keys, taking them back, knowing one that is shown."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import actor_text, change_set
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, CannotDo, Program, check_governs
from tenglong.records.regions.queries import get_region

from .models import Key, KeyUse
from .scopes import SCOPES

MARK = "tl_"
LONGEST = timedelta(days=366)
_LONGEST_LABEL = 80
_PREFIX = 11  # letters of a key by which people know it
_USE_NOTED_EVERY = timedelta(minutes=10)


class CannotAddKey(Refused):
    """A key cannot be made."""


class NoSuchKey(Refused):
    """There is no such key, or not for this person."""


def add_key(
    *,
    person: Person,
    label: str,
    scopes: Collection[str],
    expires_on: date,
    region_code: str = "",
    by: By,
    at: datetime,
) -> tuple[Key, str]:
    """Make a key; gives it with its text, which is told once and kept nowhere."""
    check_holds(by, person)
    _check(label, scopes, expires_on, region_code, at)
    prefix = MARK + secrets.token_hex(4)
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    told = {"label": label, "scopes": sorted(scopes), "region_code": region_code, "expires_on": expires_on}
    with change_set(by=by, at=at, action="clients.add_key", summary=f"给{person.name}开接口钥匙 {label}") as trail:
        key = Key.objects.create(person=person, prefix=prefix, digest=_digest(text), by=actor_text(by), at=at, **told)
        trail.created("key", prefix, {**told, "person": person.login})
    return key, text


def revoke_key(*, prefix: str, by: By, at: datetime) -> Key:
    """Take a key back for good; what it subscribed to is told no longer."""
    key = get_key(by, prefix)
    if key.revoked_at:
        return key
    with change_set(by=by, at=at, action="clients.revoke_key", summary=f"收回接口钥匙 {key.label}") as trail:
        trail.changed("key", key.prefix, {"revoked_at": None}, {"revoked_at": at})
        key.revoked_at = at
        key.save(update_fields=("revoked_at",))
    return key


def find_key(text: str, *, on: date) -> Key | None:
    """The key with that text, if it opens on that day."""
    known = Key.objects.filter(prefix=text[:_PREFIX]).select_related("person__unit").prefetch_related("person__grants")
    key = known.first()
    if key is None or not hmac.compare_digest(key.digest, _digest(text)):
        return None
    return key if is_open(key, on) else None


def is_open(key: Key, on: date) -> bool:
    """Whether a key still opens on that day."""
    return key.revoked_at is None and on < key.expires_on and key.person.is_active


def note_use(*, key: Key, at: datetime) -> None:
    """Keep when a key was used, every few minutes."""
    use = KeyUse.objects.filter(key=key).first()
    if use is None or at - use.at > _USE_NOTED_EVERY:
        KeyUse.objects.update_or_create(key=key, defaults={"at": at})


def get_key(by: By, prefix: str) -> Key:
    """The key with those first letters: one's own, or of somebody whom one administers."""
    key = Key.objects.filter(prefix=prefix).select_related("person__unit", "use").first()
    if key is None or not may_hold(by, key.person):
        raise NoSuchKey(f"没有找到钥匙“{prefix}”，或不归您管。请从接口钥匙的页面里选。")
    return key


def list_keys(by: By) -> list[Key]:
    """Every key that `by` may take back, the newest first."""
    keys = Key.objects.select_related("person__unit", "use").prefetch_related("person__grants")
    return [key for key in keys if may_hold(by, key.person)]


def may_hold(by: By, person: Person) -> bool:
    """Whether `by` makes and takes back keys of that person."""
    try:
        check_holds(by, person)
    except CannotDo:
        return False
    return True


def check_holds(by: By, person: Person) -> None:
    """Refuse unless it is the person or who administers them. By a key no key is made."""
    if isinstance(by, Program) or (by.pk == person.pk and by.limit is None):
        return
    check_governs(by, person)


def _check(label: str, scopes: Collection[str], expires_on: date, region_code: str, at: datetime) -> None:
    if not label.strip() or len(label) > _LONGEST_LABEL:
        raise CannotAddKey(f"没有开钥匙：请写明给哪个系统用，最多 {_LONGEST_LABEL} 个字。")
    if not scopes or (strange := set(scopes) - set(SCOPES)):
        wrong = f"没有“{min(strange)}”这种权限" if scopes else "没有选权限"
        known = "、".join(f"{key}（{word}）" for key, word in SCOPES.items())
        raise CannotAddKey(f"没有开钥匙：{wrong}。可选：{known}。")
    if not at.date() < expires_on <= at.date() + LONGEST:
        raise CannotAddKey(f"没有开钥匙：到期日 {expires_on} 不行。请写今天以后、一年以内的一天，到期再换一把。")
    if region_code:
        get_region(region_code)
        if "import" in scopes:
            raise CannotAddKey("没有开钥匙：限定了区划的钥匙不能导入，因为一份表里常有几个区划。请二选一，或分开两把。")


def _digest(text: str) -> str:
    """The text has 256 bits by chance, so that nothing slower than SHA-256 is needed."""
    return hashlib.sha256(text.encode()).hexdigest()
