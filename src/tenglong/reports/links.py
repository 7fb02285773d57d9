"""Where a number, a case or a row opens: the addresses of the screens, without the machine's own."""

import re
from urllib.parse import urlencode

from django.urls import reverse

from tenglong.records.ledgers.registers import has_cards
from tenglong.records.ledgers.spans import Span

PAGES = {  # kinds of the registry that have a page; the land of a firm is on the firm's
    "enterprise": "enterprise",
    "parcel": "plot",
    "plant": "building",
    "land": "enterprise",
}
_CASE = re.compile(r"\d{4}-\d+")
_SCORE = re.compile(r"(\d+)/(.+)")  # a run and its subject


def number_url(key: str, span: Span | None = None, group: str | None = None) -> str:
    """The page of a number, for that span; of a group of its rows."""
    asked = {"period": span.period.text} if span and span.period else {"on": str(span.on)} if span and span.on else {}
    asked |= {"group": group} if group else {}
    return reverse("number", args=key.split(".", 1)) + (f"?{urlencode(asked)}" if asked else "")


def case_url(procedure: str, number: str) -> str:
    """The page of a case."""
    return reverse("case", args=[*procedure.split(".", 1), number])


def row_url(ledger: str, key: str) -> str:
    """The page of a row by its ledger and key, an entry's at its case; empty where its kind has none."""
    if ledger in PAGES:
        return reverse(PAGES[ledger], args=[key])
    if "/" not in key and has_cards(ledger):
        return reverse("register-card", args=[ledger, key])
    procedure, _, log = ledger.partition("/")
    number, _, entry = key.partition("/")
    if "." in procedure and _CASE.fullmatch(number):
        return case_url(procedure, number) + (f"#entry-{entry}" if log else "")
    score = _SCORE.fullmatch(key)
    return reverse("score", args=score.groups()) if score else ""
