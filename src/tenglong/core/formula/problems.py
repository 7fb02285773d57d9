"""What is wrong with a formula, said with its place and, where one is close, a suggestion."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from tenglong.core.errors import Refused


class FormulaProblem(Refused):
    """One problem in a formula. `start` and `end` count characters of `text`, half-open.

    `str()` is a Chinese sentence, the suggestion if there is one, and the formula with a caret under the place.
    """

    def __init__(self, message_zh: str, text: str, start: int, end: int, suggestion: str | None = None) -> None:
        self.message_zh = message_zh
        self.text = text
        self.start = start
        self.end = end
        self.suggestion = suggestion
        super().__init__(message_zh)

    @property
    def sentence(self) -> str:
        """The problem in one line, without the drawing."""
        place = f"第 {self.start + 1} 个字起" if self.start < len(self.text) else "末尾"
        return f"公式{place}：{self.message_zh.rstrip('。')}。{self.suggestion or ''}"

    def __str__(self) -> str:
        return f"{self.sentence}\n{_drawing(self.text, self.start, self.end)}"


class FormulaProblems(Refused):
    """Every problem that checking a formula found, in the order of their places; never empty."""

    def __init__(self, problems: Iterable[FormulaProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def perhaps(word: str, known: Iterable[str]) -> str | None:
    """“是不是 “…”？” for the known word nearest to `word`, or None when none is near."""
    words = list(known)
    near = get_close_matches(word, words, n=1, cutoff=0.5) or [known for known in words if word in known]
    return f"是不是 “{near[0]}”？" if near else None


def _drawing(text: str, start: int, end: int) -> str:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    before, under = line[: start - line_start], line[start - line_start : end - line_start]
    return f"    {line}\n    {' ' * _width(before)}{'^' * max(1, _width(under))}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
