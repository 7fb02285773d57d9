"""Initials of the Chinese reading, by which people search: 石桥包装厂 is sqbzc."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.mmseg import seg

_LONGEST = 60


def initials(name: str) -> str:
    """One small letter for each sign that has a reading; letters and digits stand for themselves."""
    return "".join(map(_of_word, seg.cut(name)))[:_LONGEST]


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> str:
    """Names are made of few words, and a reading is dear: read once, a thousand names take a fiftieth of a second."""
    read = lazy_pinyin(word, style=Style.FIRST_LETTER, errors=lambda signs: [s for s in signs if s.isalnum()])
    return "".join(read).lower()
