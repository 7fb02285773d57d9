"""Text to tree. Lark reads the closed grammar; what it cannot read is said in a sentence with its place."""

from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypedDict

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedToken, VisitError
from lark.tree import Meta
from lark.visitors import v_args

from .grammar import GRAMMAR, KEYWORDS, normalise
from .problems import FormulaProblem
from .tree import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Formula,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Presence,
    Text,
    Truth,
    UnitSign,
)
from .unreadable import explain_character, explain_token

_KEPT = 4096  # the formulas of a county, each read once
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}


@lru_cache(maxsize=_KEPT)
def parse(text: str) -> Formula:
    """The formula that a text says. FormulaProblem when it cannot be read."""
    if not text.strip():
        raise FormulaProblem("公式是空的", text, 0, len(text), "请写出公式，例如 评价税收 / 用地面积。")
    readable = normalise(text)
    try:
        tree = _LARK.parse(readable)
        return Formula(text, _Build(text).transform(tree))
    except UnexpectedToken as unexpected:
        raise explain_token(text, readable, _readable_tokens(readable), unexpected.token) from None
    except UnexpectedCharacters as unexpected:
        raise explain_character(text, unexpected.pos_in_stream or 0) from None
    except VisitError as failed:
        raise failed.orig_exc from None


def _readable_tokens(readable: str) -> list[Token]:
    """The tokens of a text up to the first sign that no formula contains."""
    tokens: list[Token] = []
    with suppress(UnexpectedCharacters):
        tokens.extend(_LARK.lex(readable))
    return tokens


def _keyword(token: Token) -> Token:
    kind = KEYWORDS.get(token.lower())
    return Token.new_borrow_pos(kind, token.value, token) if kind else token


_LARK = Lark(GRAMMAR, parser="lalr", lexer="basic", propagate_positions=True, lexer_callbacks={"NAME": _keyword})


class _Place(TypedDict):
    start: int
    end: int


def _place(meta: Meta) -> _Place:
    return {"start": meta.start_pos, "end": meta.end_pos}


@v_args(meta=True)
class _Build(Transformer[Token, Node]):
    """Lark's tree to ours. Method names are the grammar's."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def start(self, _: Meta, parts: list[Node]) -> Node:
        return parts[0]

    def number(self, meta: Meta, parts: list[Token]) -> Node:
        return Number(value=Fraction(str(parts[0])), **_place(meta))

    def percent(self, meta: Meta, parts: list[Token]) -> Node:
        return Number(value=Fraction(str(parts[0])) / 100, percent=True, **_place(meta))

    def day(self, meta: Meta, parts: list[Token]) -> Node:
        try:
            year, month, day = map(int, parts[0].split("-"))
            return Day(value=date(year, month, day), **_place(meta))
        except ValueError:
            raise FormulaProblem(f"没有“{parts[0]}”这一天", self._text, **_place(meta)) from None

    def text(self, meta: Meta, _: list[Token]) -> Node:
        return Text(value=self._text[meta.start_pos + 1 : meta.end_pos - 1], **_place(meta))

    def true(self, meta: Meta, _: list[Token]) -> Node:
        return Truth(value=True, **_place(meta))

    def false(self, meta: Meta, _: list[Token]) -> Node:
        return Truth(value=False, **_place(meta))

    def name(self, meta: Meta, parts: list[Token]) -> Node:
        return Name(name=str(parts[0]), **_place(meta))

    def bracketed(self, meta: Meta, _: list[Token]) -> Node:
        return Name(name=self._text[meta.start_pos + 1 : meta.end_pos - 1].strip(), **_place(meta))

    def unit_sign(self, meta: Meta, parts: list[Token]) -> Node:
        return UnitSign(text=str(parts[0]), **_place(meta))

    def negative(self, meta: Meta, parts: list[Node]) -> Node:
        return Negative(operand=parts[1], **_place(meta))

    def arithmetic(self, meta: Meta, parts: list[Node]) -> Node:
        return Arithmetic(left=parts[0], sign=str(parts[1]), right=parts[2], **_place(meta))

    def comparison(self, meta: Meta, parts: list[Node]) -> Node:
        sign = str(parts[1])
        return Comparison(left=parts[0], sign=_SIGNS.get(sign, sign), right=parts[2], **_place(meta))

    def member(self, meta: Meta, parts: list[Node]) -> Node:
        operand, _, *options = parts
        return Member(operand=operand, options=tuple(options), **_place(meta))

    def not_member(self, meta: Meta, parts: list[Node]) -> Node:
        operand, _, *rest = parts
        return Not(operand=self.member(meta, [operand, *rest]), **_place(meta))

    def known(self, meta: Meta, parts: list[Node]) -> Node:
        return Presence(operand=parts[0], known=True, **_place(meta))

    def missing(self, meta: Meta, parts: list[Node]) -> Node:
        return Presence(operand=parts[0], known=False, **_place(meta))

    def negation(self, meta: Meta, parts: list[Node]) -> Node:
        return Not(operand=parts[1], **_place(meta))

    def logic(self, meta: Meta, parts: list[Node]) -> Node:
        token = parts[1]
        word = "and" if isinstance(token, Token) and token.type == "AND" else "or"
        return Logic(left=parts[0], word=word, right=parts[2], **_place(meta))

    def call(self, meta: Meta, parts: list[Node]) -> Node:
        function, *arguments = parts
        return Call(function=str(function), arguments=tuple(part for part in arguments if part), **_place(meta))
