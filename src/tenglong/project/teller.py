"""The one teller of the serving process: tells subscribers what happened, every few seconds (connect/webhooks.py).

Once a day it reminds whoever has not answered a round (records/rounds/reminding.py).
"""

import logging
import threading
from datetime import date

from django.db import DatabaseError, connection
from django.utils import timezone

EVERY_S = 5.0


def tell_forever(stop: threading.Event) -> None:
    """Tell until told to stop; once a day remind of rounds that are due, and forget what was taken long ago."""
    from tenglong.connect.webhooks import sweep  # noqa: PLC0415  Django must be set up
    from tenglong.records.clients.deliveries import forget_old  # noqa: PLC0415
    from tenglong.records.rounds.reminding import remind_due  # noqa: PLC0415

    done_on: date | None = None
    while not stop.is_set():
        now = timezone.localtime()
        try:
            sweep(at=now)
            if done_on != now.date():
                remind_due(at=now)
                forget_old(at=now)
                done_on = now.date()
        except DatabaseError as problem:  # a long write has the lock: nothing is lost, the next run goes on
            logging.getLogger(__name__).warning("通知没有送完，稍后再试：%s", problem)
            connection.close()
        except Exception:
            logging.getLogger(__name__).exception("通知没有送完")
        stop.wait(EVERY_S)
    connection.close()


def start_telling() -> threading.Event:
    """Start the telling thread; set the returned event to end it."""
    stop = threading.Event()
    threading.Thread(target=tell_forever, args=(stop,), name="teller", daemon=True).start()
    return stop
