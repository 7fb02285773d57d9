"""What the address asks for: words, a day, a choice. What makes no sense is refused in a sentence, never a crash."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.core.ledger.values import clean
from tenglong.records.ledgers.referents import resolve

ROWS_A_PAGE = 50
MOST_WORDS = 60
REGION = Field("region_code", "区划", Kind.REFERENCE, refers_to="region")
ENTERPRISE = Field("enterprise_code", "企业", Kind.REFERENCE, refers_to="enterprise")
YEARS = range(1900, 2200)  # in which a day is asked for


class CannotShow(Refused):
    """The address asks for something that does not exist."""


class NoSuchPlace(Refused):
    """There is no page at that address."""


def words(request: HttpRequest, name: str = "q") -> str:
    """The words searched for, short and without invisible characters."""
    return clean(request.GET.get(name, ""))[:MOST_WORDS]


def day(request: HttpRequest, name: str, otherwise: date) -> date:
    """The day asked for, written 2023-01-31."""
    text = words(request, name)
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise CannotShow(f"不能打开：日期“{text}”看不懂。请写成 2023-01-31 的样子。") from None
    if found.year not in YEARS:
        raise CannotShow(f"不能打开：日期“{text}”太早或太晚。请写 {YEARS[0]} 年到 {YEARS[-1]} 年之间的一天。")
    return found


def chosen(request: HttpRequest, name: str, allowed: Collection[str], otherwise: str = "") -> str:
    """One of the allowed values; anything else counts as not asked."""
    text = words(request, name)
    return text if text in allowed else otherwise


def choice(request: HttpRequest, name: str, label: str, options: Iterable[tuple[str, str]]) -> dict[str, object]:
    """A filter of a list as `filter.html` draws it: `options` are values with their words; `chosen` may be empty."""
    options = list(options)
    return {"name": name, "label": label, "options": options, "chosen": chosen(request, name, dict(options))}


def picked(request: HttpRequest, name: str, field: Field) -> str:
    """The key of what a form names by key or by name; empty when it names nothing."""
    text = clean(request.POST.get(name, ""))[:MOST_WORDS]
    if not text:
        return ""
    (found,) = resolve(request.user, (field,), [{field.key: text}])
    if found.problems:
        raise CannotShow(f"没有办成：{found.problems[field.key]}")
    return found.values[field.key]


def page_of(request: HttpRequest, rows: QuerySet, size: int = ROWS_A_PAGE) -> Page:
    """The page asked for; a page beyond the last is the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
