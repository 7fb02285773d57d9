"""A large workbook read, written and taken back while eight people write: `python -m tests.soak.large ROWS`.

All in one process, as `tenglong serve` has it. Prints times, memory, and how long the people waited.
"""

import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

WRITERS = 8
REST_S = 0.2  # between two writes of one person


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Writers:
    """People who write one firm after another; how long each write took, and what went wrong."""

    def __init__(self, turn: int) -> None:
        self._turn = turn
        self.waits: list[float] = []
        self.errors: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        from django.db import connection
        from tests.records.imports.codes import valid_code
        from tests.soak.importing import AT

        from tenglong.records.people.queries import get_person
        from tenglong.records.registry.actions import register_enterprise

        by, count = get_person("wangmin"), 0
        while not self._stop.wait(REST_S):
            count += 1
            began = time.monotonic()
            try:
                code = valid_code(f"91330802M{self._turn}{number}{count:06}")
                register_enterprise(
                    code=code, name=f"另{self._turn}{number}{count}厂", region_code="330802", by=by, at=AT
                )
            except Exception as error:
                self.errors.append(repr(error))
            self.waits.append(time.monotonic() - began)
        connection.close()


def measured(what: str, turn: int, work: Callable[[], object]) -> None:
    """Do it beside the writers and print how it went."""
    began = time.monotonic()
    with Writers(turn) as writers:
        work()
    waits = sorted(writers.waits) or [0.0]
    print(
        f"{what}: {time.monotonic() - began:.1f} s, peak {peak_mb():.0f} MB; {len(waits)} writes beside it, "
        f"median {statistics.median(waits):.3f} s, 99 % {waits[int(len(waits) * 0.99)]:.3f} s, "
        f"longest {waits[-1]:.3f} s, errors {len(writers.errors)} {writers.errors[:1]}",
        flush=True,
    )


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENGLONG_HOME"] = folder
        from tenglong.cli.main import set_up_django

        set_up_django()
        from django.db import connection
        from tests.soak.importing import act, look, prepare

        from tenglong.project import sqlite

        prepare(rows)
        sqlite.start_checkpoints(connection.settings_dict["NAME"])
        size = (Path(folder) / "firms.csv").stat().st_size
        print(f"{rows:,} rows, {size / 2**20:.1f} MB of csv; {peak_mb():.0f} MB before", flush=True)
        for turn, work in enumerate(("stage", "apply", "undo")):
            measured(work, turn, lambda what=work: act(what))
        print(look())


if __name__ == "__main__":
    main(int(sys.argv[1]))
