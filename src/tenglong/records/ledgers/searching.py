"""What a search of a register looks through."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenglong.core.ledger import Field, Kind

from .pinyin import initials

_SOUGHT = frozenset({Kind.TEXT, Kind.CHOICE, Kind.REFERENCE})


def words_of(key: str, title: str, fields: Iterable[Field], values: Mapping[str, Any]) -> str:
    """Title, key, listed texts and the title's initials, in small letters; no confidential or personal value."""
    sought = [one for one in fields if one.listed and one.kind in _SOUGHT and not (one.confidential or one.personal)]
    texts = [str(values[one.key]) for one in sought if values.get(one.key)]
    return " ".join(dict.fromkeys([title, key, *texts, initials(title)])).lower()
