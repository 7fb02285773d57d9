"""Words and numbers as the screens write them."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone

from tenglong.records.files.types import SHOWN_IN_PAGE
from tenglong.web.place import number_url

register = template.Library()

WEEKDAYS = "一二三四五六日"
NONE = "–"
WAN_IN_YI = 10_000


@register.filter
def amount(value: object, digits: int | None = None) -> str:
    """A number with separators, without trailing noughts unless `digits` are asked for; a dash for none."""
    if value is None or value == "":
        return NONE
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    number = Decimal(str(value))
    if digits is not None:
        return f"{number:,.{digits}f}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def yi(value: object) -> str:
    """An amount in 万元 as 亿元; a dash for none."""
    if value is None or value == "":
        return NONE
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    return amount(round(Decimal(str(value)) / WAN_IN_YI, 2))


@register.filter
def day(value: date | datetime | None) -> str:
    """2023-09-14, of a moment its day in the county."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d") if value else NONE


@register.filter
def moment(value: datetime | None) -> str:
    """2023-09-14 16:40, in the county's time zone."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else NONE


@register.filter
def long_day(value: date) -> str:
    """2026 年 11 月 23 日 星期一."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日 星期{WEEKDAYS[value.weekday()]}"


@register.filter
def named(actor: str) -> str:
    """The name alone of an actor kept as text: 王敏（wangmin） is 王敏."""
    return actor.partition("（")[0]


@register.filter
def is_picture(file: Any) -> bool:
    """Whether a browser shows it as a picture."""
    return file is not None and file.media_type.startswith("image/") and file.media_type in SHOWN_IN_PAGE


register.filter(number_url)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The present address' question with some values changed; None removes one. The page number is left out."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return "?" + params.urlencode()
