"""What differs between two texts, marked sign by sign."""

from difflib import SequenceMatcher

from tenglong.core.ledger.values import half_width

Piece = tuple[str, bool]  # a stretch of the text, and whether the other side has it not


def marked(text: str, other: str) -> list[Piece]:
    """The text in stretches; width of letters and brackets is no difference. Nothing is marked beside an empty text."""
    if not other:
        return [(text, False)] if text else []
    one, two = _plain(text), _plain(other)
    if len(one) != len(text):
        return [(text, one != two)]
    return [
        (text[start:end], kind != "equal")
        for kind, start, end, _, _ in SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        if end > start
    ]


def _plain(text: str) -> str:
    return half_width(text).upper()
