"""Values of fields, the words that stand for no value, and the error for what cannot be read."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from tenglong.core.errors import Refused

Value = str | Decimal | int | bool | date | list[str] | None

NO_VALUE = frozenset({"", "N/A", "n/a", "-", "--", "—", "——", "/", "\\"})
SHEET_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})
_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class CannotRead(Refused):
    """A cell, a form value or a file cannot be read; the sentence says which, what was found and what is expected."""


def clean(text: str) -> str:
    """The text without invisible characters and outer space; line ends are \\n."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs in their narrow form, for reading numbers, dates and codes."""
    return unicodedata.normalize("NFKC", clean(text)).replace("\u2212", "-").strip()


def quoted(raw: object, limit: int = 40) -> str:
    """What was found, as it stands in a sentence: 「…」, cut when long."""
    text = clean(str(raw)).replace("\n", " ")
    return f"「{text[:limit]}…」" if len(text) > limit else f"「{text}」"
