"""Initials of the Chinese reading, by which people search: 石桥包装厂 is sqbzc."""

from pypinyin import Style, lazy_pinyin

_LONGEST = 60


def initials(name: str) -> str:
    """One small letter for each sign that has a reading; letters and digits stand for themselves."""
    read = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda signs: [s for s in signs if s.isalnum()])
    return "".join(read).lower()[:_LONGEST]
