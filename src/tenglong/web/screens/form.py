"""Forms from field specs: what the browser draws, and what came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from tenglong.core.ledger import Field, Kind, show_value
from tenglong.core.ledger.values import Value

LONGEST_TEXT, LONGEST = 200, 4000


@dataclass(frozen=True, slots=True)
class Input:
    """One field as the form shows it: the text in it and the sentence beside it. `name` is unique on the page.

    `beside` is what it said at other times: 上期 and its text.
    """

    field: Field
    name: str
    text: str
    problem: str
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def long(self) -> bool:
        """Whether it wants the whole width."""
        return self.field.kind is Kind.LONG_TEXT

    @property
    def longest(self) -> int:
        """How many characters the browser lets in."""
        return LONGEST if self.long else LONGEST_TEXT


def inputs(
    fields: Iterable[Field], texts: Mapping[str, str], problems: Mapping[str, str] | None = None, prefix: str = ""
) -> tuple[Input, ...]:
    """The inputs of a form with the texts entered before and the sentences by field key."""
    wrong = problems or {}
    return tuple(Input(f, prefix + f.key, texts.get(f.key, ""), _beside(f, wrong.get(f.key, ""))) for f in fields)


def _beside(field: Field, sentence: str) -> str:
    """Beside its field a sentence need not begin with the name of it."""
    return sentence.removeprefix(f"{field.label}：")


def entered(fields: Iterable[Field], sent: QueryDict, prefix: str = "") -> dict[str, str]:
    """The texts that were sent, by field key; several of one name joined as the reader of values expects."""
    return {f.key: "、".join(sent.getlist(prefix + f.key)) for f in fields if prefix + f.key in sent}


def as_texts(fields: Iterable[Field], values: Mapping[str, Value]) -> dict[str, str]:
    """Known values as the texts that a form would hold."""
    return {f.key: _text(f, values[f.key]) for f in fields if values.get(f.key) is not None}


def _text(field: Field, value: Value) -> str:
    text = show_value(field, value)
    return text.replace(",", "") if field.kind in {Kind.NUMBER, Kind.WHOLE} else text
