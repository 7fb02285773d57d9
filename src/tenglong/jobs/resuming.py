"""What was under way when the process ended goes on when the next one starts."""

from datetime import datetime

from tenglong.records.imports.queries import list_unfinished

from .queue import enqueue


def resume(at: datetime) -> int:
    """Queue every unfinished batch for whoever set it going; gives how many. One set going by the program waits."""
    unfinished = list(list_unfinished().exclude(login="").values_list("pk", "login"))
    for batch_id, login in unfinished:
        enqueue("imports.go_on", by=login, at=at, batch_id=batch_id)
    return len(unfinished)
