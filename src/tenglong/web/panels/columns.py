"""Headers of a table: what can be sorted by, and how it is sorted now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from tenglong.web.asked import words


@dataclass(frozen=True, slots=True)
class Column:
    """`sort` is what a click on the header asks for, empty where nothing is sorted; `sorted` as ARIA says it."""

    label: str
    sort: str = ""
    sorted: str = ""
    numeric: bool = False


def sorted_columns(
    request: HttpRequest, columns: Iterable[tuple[str, str, bool]], usual: str
) -> tuple[list[Column], str]:
    """Headers from (label, field or empty, numeric), and the order asked for; unknown ones count as the usual."""
    columns = list(columns)
    asked = words(request, "sort")
    order = asked if asked.removeprefix("-") in {name for _, name, _ in columns if name} else usual
    return [_column(*column, order) for column in columns], order


def _column(label: str, name: str, numeric: bool, order: str) -> Column:
    if not name:
        return Column(label, numeric=numeric)
    if order == name:
        return Column(label, f"-{name}", "ascending", numeric)
    if order == f"-{name}":
        return Column(label, name, "descending", numeric)
    return Column(label, name, "", numeric)
