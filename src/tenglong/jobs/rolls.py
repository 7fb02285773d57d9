"""Rolls compared as jobs."""

from datetime import datetime

from tenglong.records.links import actions
from tenglong.records.people.rights import By


def compare(*, by: By, at: datetime, roll_id: int) -> None:
    """Compare what is still waiting of a roll; it was looked at when it was handed in."""
    actions.compare_roll(roll_id=roll_id, by=by, at=at)
