"""Where a figure or a row opens: the addresses of the screens, without the machine's own."""

from urllib.parse import urlencode

from django.urls import reverse

from tenglong.records.ledgers.spans import Span

PAGES = {"enterprise": "enterprise", "parcel": "plot"}  # kinds of the registry that have a page


def number_path(key: str, span: Span, group: str | None = None) -> str:
    """The page of a number, for the same span; of a group of its rows."""
    asked = {"period": span.period.text} if span.period else {"on": str(span.on)} if span.on else {}
    asked |= {"group": group} if group else {}
    return reverse("number", args=key.split(".", 1)) + (f"?{urlencode(asked)}" if asked else "")


def case_path(procedure: str, number: str) -> str:
    """The page of a case."""
    return reverse("case", args=[*procedure.split(".", 1), number])


def row_path(ledger: str, key: str) -> str:
    """The page of a row, as far as its kind has one."""
    if ledger in PAGES:
        return reverse(PAGES[ledger], args=[key])
    mechanism, dot, procedure = ledger.partition(".")
    if dot and "/" not in procedure and key[:4].isdecimal():
        return reverse("case", args=[mechanism, procedure, key])
    return ""
