"""Values that tell of a person: kept apart, so that the law can erase them without breaking a seal.

A change holds `{"personal": digest}` in place of the value. The value and its salt stand in a table of their own; once
they are gone the digest tells nothing, not even to who guesses the value.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from .canonical import plain
from .models import PersonalValue

MARK = '{"personal":"'
Keys = Callable[[str], Collection[str] | None]
_kinds: dict[str, frozenset[str]] = {}
_resolvers: list[Keys] = []


def register(kind: str, keys: Iterable[str]) -> None:
    """Say, at start-up, which fields of a kind tell of a person."""
    _kinds[kind] = frozenset(keys)


def register_resolver(resolver: Keys) -> None:
    """Make kinds known that appear while the program runs; the resolver gives None for a kind it does not know."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def keys_of(kind: str) -> frozenset[str]:
    """The fields of a kind that tell of a person."""
    if kind in _kinds:
        return _kinds[kind]
    for resolver in _resolvers:
        if (found := resolver(kind)) is not None:
            return frozenset(found)
    return frozenset()


def digest_of(salt: str, value: str) -> str:
    """What stands in the change; `value` is the value's JSON."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()


def apart(kind: str, key: str, keys: Collection[str], values: Mapping[str, Any]) -> tuple[dict, list[PersonalValue]]:
    """The values with a digest where one tells of a person, and what is to be kept of those."""
    told, kept = dict(values), []
    for field in keys & values.keys():
        if values[field] in (None, ""):
            continue
        salt, value = secrets.token_hex(16), json.dumps(plain(values[field]), ensure_ascii=False)
        digest = digest_of(salt, value)
        told[field] = {"personal": digest}
        kept.append(PersonalValue(digest=digest, salt=salt, value=value, kind=kind, key=key, field=field))
    return told, kept


def digests_in(values: Mapping[str, Any]) -> list[str]:
    """The digests that stand for values."""
    return [one["personal"] for one in values.values() if is_apart(one)]


def is_apart(value: object) -> bool:
    """Whether a value of a change stands for one that is kept apart."""
    return isinstance(value, dict) and value.keys() == {"personal"}


def look_up(digests: Iterable[str]) -> dict[str, Any]:
    """The values that are still kept, by digest."""
    found = PersonalValue.objects.filter(digest__in=list(digests)).values_list("digest", "value")
    return {digest: json.loads(value) for digest, value in found}
