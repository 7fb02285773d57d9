"""Imports as jobs."""

from datetime import datetime

from tenglong.core.errors import Refused
from tenglong.records.imports import actions
from tenglong.records.people.rights import By


def go_on(*, by: By, at: datetime, batch_id: int) -> None:
    """Go on with what is under way of a batch: reading, writing, putting back. Why it cannot is said on the batch."""
    try:
        actions.go_on(batch_id=batch_id, by=by, at=at)
    except Refused as refusal:
        actions.say_why(batch_id=batch_id, sentence=str(refusal), by=by, at=at)
