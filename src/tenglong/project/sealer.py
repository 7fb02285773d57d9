"""The one sealer of the serving process: seals what was committed, every few seconds (records/audit/sealing.py)."""

import logging
import threading
import time

from django.db import DatabaseError, connection
from django.utils import timezone

EVERY_S = 2.0
WHOLE_EVERY_S = 3600.0


def seal_forever(stop: threading.Event) -> None:
    """Seal until told to stop; the first run and one every hour look at the whole."""
    from tenglong.records.audit.sealing import seal  # noqa: PLC0415  Django must be set up

    next_whole = time.monotonic()
    while not stop.is_set():
        whole = time.monotonic() >= next_whole
        try:
            seal(at=timezone.now(), whole=whole)
        except DatabaseError as problem:  # a long write has the lock, or the database is away: the next run goes on
            logging.getLogger(__name__).warning("封存没有做成，稍后再试：%s", problem)
            connection.close()
        else:
            next_whole = time.monotonic() + WHOLE_EVERY_S if whole else next_whole
        stop.wait(EVERY_S)
    connection.close()


def start_sealing() -> threading.Event:
    """Start the sealing thread; set the returned event to end it."""
    stop = threading.Event()
    threading.Thread(target=seal_forever, args=(stop,), name="sealer", daemon=True).start()
    return stop
