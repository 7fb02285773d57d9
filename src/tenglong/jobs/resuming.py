"""What was under way when the process ended goes on when the next one starts."""

from datetime import datetime

from tenglong.records.imports.queries import list_unfinished
from tenglong.records.rounds.queries import list_opening

from .queue import enqueue


def resume(at: datetime) -> int:
    """Queue every unfinished batch and round for whoever set it going; gives how many. What nobody did waits."""
    unfinished = [
        (name, told, pk, login)
        for name, told, found in (
            ("imports.go_on", "batch_id", list_unfinished()),
            ("rounds.go_on", "round_id", list_opening()),
        )
        for pk, login in found.exclude(login="").values_list("pk", "login")
    ]
    for name, told, pk, login in unfinished:
        enqueue(name, by=login, at=at, **{told: pk})
    return len(unfinished)
