"""Why a text is no formula: a sentence for what the parser stumbled over."""

from collections.abc import Sequence

from lark import Token

from .problems import FormulaProblem
from .units import canonical, is_known

_WORDS_TOGETHER = ("属于", "有值", "缺失", "且", "或", "非")
_VALUES = ("NAME", "BRACKETED", "NUMBER", "TEXT", "DATE", "TRUE", "FALSE")
_OPERATORS = ("PLUS", "MINUS", "TIMES", "SIGN", "AND", "OR", "COMMA", "IN")


def explain_character(text: str, place: int) -> FormulaProblem:
    """The problem of a sign that no formula contains."""
    sign = text[place]
    if sign in '"“”':
        return FormulaProblem("引号没有成对", text, place, len(text), "请在文字后面补上右引号。")
    if sign in "'‘’":
        return FormulaProblem("文字要用双引号", text, place, place + 1, "例如 “制造业”。")
    if sign in "[［【":
        return FormulaProblem("方括号没有成对", text, place, len(text), "请在名称后面补上 ]。")
    return FormulaProblem(
        f"公式里不能有“{sign}”",
        text,
        place,
        place + 1,
        "如果它是名称的一部分，请把整个名称放进方括号，例如 [R&D经费]。",
    )


def explain_token(text: str, readable: str, tokens: Sequence[Token], at: Token) -> FormulaProblem:
    """The problem of a word or sign in the wrong place; `at` has type $END where the text stops too early."""
    if at.type == "$END":
        return _stops(text, readable, tokens)
    start, end = at.start_pos or 0, at.end_pos or 0
    message, suggestion = _reason(text, readable, tokens, at)
    return FormulaProblem(message, text, start, end, suggestion)


def _reason(text: str, readable: str, tokens: Sequence[Token], at: Token) -> tuple[str, str | None]:
    start = at.start_pos or 0
    shown = text[start : at.end_pos]
    before = next((token for token in reversed(tokens) if (token.end_pos or 0) <= start), None)
    before_type = before.type if before else ""
    before_shown = text[before.start_pos : before.end_pos] if before else ""
    reason: tuple[str, str | None] = (f"这里不该出现“{shown}”", None)
    if together := _together(tokens, start):
        reason = ("这里读不通", f"“{together}”前后请各留一个空格。")
    elif at.type == before_type == "SIGN":
        reason = (f"“{before_shown}”后面紧跟着“{shown}”", "大于等于写作 >= 或 ≥，不等于写作 != 或 ≠。")
    elif at.type in (*_OPERATORS, "RPAR") and before_type in ("", "LPAR", "NOT", *_OPERATORS):
        reason = (f"“{shown}”前面缺少数、名称或条件", None)
    elif at.type == "SIGN":
        reason = ("一处只能比较两边", "请拆成两个比较，用 且 连起来，例如 3 <= 甲 且 甲 <= 5。")
    elif at.type == "RPAR" and readable[:start].count(")") >= readable[:start].count("("):
        reason = ("多了一个右括号", "请删去它，或补上左括号。")
    elif at.type == "NAME" and before_type == "NUMBER" and is_known(canonical(shown)):
        reason = (f"“{before_shown}”后面不能直接写单位", f"请写 换算({before_shown}, {shown})。")
    elif at.type in (*_VALUES, "LPAR") and before_type in (*_VALUES, "RPAR", "PERCENT"):
        reason = (
            f"“{before_shown}”和“{shown}”之间缺少运算符",
            "如果它们是同一个名称，请放进方括号，例如 [R&D 经费]。",
        )
    return reason


def _stops(text: str, readable: str, tokens: Sequence[Token]) -> FormulaProblem:
    end = len(text.rstrip())
    if tokens and tokens[-1].type in (*_OPERATORS, "NOT", "IS"):
        return FormulaProblem(f"公式没有写完，“{tokens[-1]}”后面缺少数、名称或条件", text, end, end)
    if readable.count("(") > readable.count(")"):
        return FormulaProblem("少了一个右括号", text, end, end, "请补上 )。")
    return FormulaProblem("公式没有写完", text, end, end)


def _together(tokens: Sequence[Token], start: int) -> str | None:
    """A keyword written together with a name at or just before the place, as in 用地面积且…."""
    for token in tokens:
        near = token.start_pos is not None and start - 30 <= token.start_pos <= start
        if token.type == "NAME" and near:
            for word in _WORDS_TOGETHER:
                if word in token.value:
                    return word
    return None
