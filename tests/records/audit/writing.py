"""Run by a test in a process of its own: writers and two sealers at once, then what the verification says."""

import json
import random
import sys
import threading
import time
from datetime import UTC, datetime

from tenglong.cli.main import set_up_django

AT = datetime(2023, 5, 4, 10, tzinfo=UTC)


def write(number: int, sets: int) -> None:
    """Change-sets of different lengths, one in five rolled back."""
    from django.db import connection

    from tenglong.records.audit.actions import change_set

    chance = random.Random(number)
    for n in range(sets):
        try:
            with change_set(by=f"写者{number}", at=AT, action="test.write", summary=f"{number}-{n}") as trail:
                for row in range(chance.randrange(4)):
                    trail.created("region", f"{number}-{n}-{row}", {"n": row})
                time.sleep(chance.random() / 100 if connection.vendor == "postgresql" else 0)
                if chance.random() < 0.2:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        time.sleep(0.003)
    connection.close()


def seal_until(stop: threading.Event) -> None:
    """As the serving process does, only without a pause."""
    from django.db import connection

    from tenglong.records.audit.sealing import seal

    while not stop.is_set():
        seal(at=AT)
        time.sleep(0.005)
    connection.close()


def main(writers: int, sets: int) -> None:
    """Prints what the verification found."""
    set_up_django()
    from tenglong.records.audit.models import ChangeSet, Seal
    from tenglong.records.audit.sealing import seal
    from tenglong.records.audit.verifying import verify

    stop = threading.Event()
    sealers = [threading.Thread(target=seal_until, args=(stop,)) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(n, sets)) for n in range(writers)]
    for one in (*sealers, *threads):
        one.start()
    for one in threads:
        one.join()
    stop.set()
    for one in sealers:
        one.join()
    seal(at=AT, whole=True)
    found = verify()
    counts = {"sets": ChangeSet.objects.count(), "seals": Seal.objects.count(), "unsealed": found.unsealed}
    gaps = ChangeSet.objects.order_by("-pk").first().pk - ChangeSet.objects.order_by("pk").first().pk + 1
    print(json.dumps({**counts, "holds": found.holds, "late": len(found.late), "gaps": gaps - counts["sets"]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
