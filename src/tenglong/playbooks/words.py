"""A word of the format, and the words for what stands behind one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A name of a section. `takes` is what stands behind it, in the author's words."""

    name: str
    takes: str
    says: str
    required: bool = False
    since: int = 1


def words(*rows: tuple[str, str, str]) -> tuple[Word, ...]:
    """Rows of name, what it takes, what it says; a name with * is required."""
    return tuple(Word(name.rstrip("*"), takes, says, name.endswith("*")) for name, takes, says in rows)


TEXT, TEXTS, TRUTH, WHOLE, NUMBER = "一段文字", "一串名字", "是或否（true、false）", "一个整数（从 0 起）", "一个数"
FILLED = "一段文字，可以有 {…}"
NAME, FORMULA, DAY, MOMENT = "一个名字", "一个公式", "一个日期，例如 2023-01-31", "一个时间，例如 2023-01-31 09:00"
