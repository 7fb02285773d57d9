"""Telling subscribers, when somebody who operates the program asks for it; the serving process does so by itself."""

from datetime import datetime

from tenglong.connect import webhooks
from tenglong.records.people.rights import By, check_may


def sweep(*, by: By, at: datetime) -> None:
    """Read on in the audit, send what is due."""
    check_may(by, "operate")
    webhooks.sweep(at=at)
