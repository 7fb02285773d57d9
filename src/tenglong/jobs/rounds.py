"""Rounds as jobs."""

from datetime import datetime

from tenglong.records.people.rights import By
from tenglong.records.rounds import actions
from tenglong.records.rounds.queries import get_round


def go_on(*, by: By, at: datetime, round_id: int) -> None:
    """Ask whoever is not asked yet of a round that goes to many."""
    actions.go_on(found=get_round(by, round_id), by=by, at=at)
