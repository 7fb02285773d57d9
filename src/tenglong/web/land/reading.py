"""Days and areas as forms send them."""

from datetime import date
from decimal import Decimal

from tenglong.core.ledger import CannotRead, Field, Kind, read_value
from tenglong.records.registry.carrying import CannotReshape

_AREA = Field("area_mu", "面积", Kind.NUMBER, unit="亩")
_DAY = Field("on", "日期", Kind.DATE)


def area_in(text: str, whose: str, *, none: bool = False) -> Decimal:
    """An area in 亩; with `none` an empty one is nought."""
    if none and not text.strip():
        return Decimal(0)
    try:
        value = read_value(_AREA, text)
    except CannotRead as problem:
        raise CannotReshape(f"没有办成：{whose}的面积“{text[:20]}”看不懂。{problem}") from None
    if value is None:
        raise CannotReshape(f"没有办成：{whose}没有写面积。请写上有多少亩。")
    return Decimal(str(value))


def day_in(text: str) -> date | None:
    """A day; None when there is none or it makes no sense."""
    try:
        found = read_value(_DAY, text)
    except CannotRead:
        return None
    return found if isinstance(found, date) else None
