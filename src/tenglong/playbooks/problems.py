"""What is wrong with a mechanism: every problem with its place, collected until all are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tenglong.core.errors import Refused

SHOWN = 200  # a sentence that names a longer text cuts it


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an author must change. `line` and `column` count from 1; `path` is like steps.talks.after[0]."""

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"（{self.path}）" if self.path else ""
        return f"{self.file}:{self.line}:{self.column}：{self.message}{self.suggestion}{where}"


class BadMechanism(Refused):
    """A mechanism cannot be loaded. `problems` has them all, in the order of the files.

    `waits_for` are the mechanisms it refers to that are not there: with them it may load.
    """

    def __init__(self, problems: Iterable[Problem], waits_for: Iterable[str] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.waits_for = frozenset(waits_for)
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n".join([f"机制不能装入，有 {len(lines)} 处要改：", *lines]))


def perhaps(word: str, known: Iterable[str]) -> str:
    """“是不是 …？” with the known words nearest to `word`, or nothing."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(word[:SHOWN], names, n=2, cutoff=0.5)
    return f"是不是 {' 或 '.join(f'“{name}”' for name in near)}？" if near else ""


def listed(words: Iterable[str]) -> str:
    """Words in a sentence: “甲、乙、丙”."""
    return "、".join(words)
