"""What an office means by its headers and words: asked once, remembered for one kind of table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenglong.core.ledger.headers import header_word
from tenglong.records.audit.actions import Trail

from .models import Remembered

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """`columns`: word of a header → field key, empty for a column that is not read in; `words`: by field key, word →
    value."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def speak(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Raw values by field key, with the office's words as the choices they mean."""
        for key, meanings in self.words.items():
            if key in raw and (meaning := meanings.get(word_of(raw[key]))):
                raw[key] = meaning
        return raw


def word_of(word: object) -> str:
    """A header or a word as it is compared and kept."""
    return "" if word is None else header_word(str(word))[:_LONGEST]


def wording_of(kind: str, unit_key: str) -> Wording:
    """What an office has told of a kind of table."""
    columns: dict[str, str] = {}
    words: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in Remembered.objects.filter(kind=kind, unit_key=unit_key):
        (words[one.field] if one.field else columns)[one.word] = one.meaning
    return Wording(columns, dict(words))


def remember(
    trail: Trail,
    *,
    kind: str,
    unit_key: str,
    columns: Mapping[str, str],
    words: Mapping[tuple[str, str], str],
) -> None:
    """Keep what headers (header → field key) and words ((field key, word) → value) mean, as part of an action."""
    told = {("", word_of(header)): meaning for header, meaning in columns.items()}
    told |= {(key, word_of(word)): meaning for (key, word), meaning in words.items()}
    kept = {(one.field, one.word): one for one in Remembered.objects.filter(kind=kind, unit_key=unit_key)}
    for (key, word), meaning in told.items():
        one = kept.get((key, word)) or Remembered(kind=kind, unit_key=unit_key, field=key, word=word)
        before = {"meaning": one.meaning} if one.pk else {}
        if one.pk and one.meaning == meaning:
            continue
        one.meaning = meaning
        one.save()
        trail.changed("wording", f"{kind}|{unit_key}|{key}|{word}", before, {"meaning": meaning})
