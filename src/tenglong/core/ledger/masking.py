"""What tells of a person, shown without telling who: 138****1234, 王*, 3308**********123X."""

import re

HIDDEN = "*"
_SHORT = 4  # signs of a name
_MIDDLE = 8
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{4,}")


def mask(text: str) -> str:
    """The first of a name; of a number the first three (of a long one four) and the last four signs.

    In a longer text every number is masked and every other sign but the first of each word.
    """
    text = text.strip()
    if not text:
        return ""
    if _RUN.fullmatch(text):
        return _number(text)
    if len(text) <= _SHORT and not _RUN.search(text):
        return text[0] + HIDDEN * (len(text) - 1)
    return " ".join(
        _number(word) if _RUN.fullmatch(word) else word[0] + HIDDEN * (len(word) - 1) for word in text.split()
    )


def _number(text: str) -> str:
    head, tail = (4, 4) if len(text) > 2 * _MIDDLE else (3, 4)
    if len(text) <= _MIDDLE:
        head, tail = 1, 1
    return text[:head] + HIDDEN * (len(text) - head - tail) + text[-tail:]
