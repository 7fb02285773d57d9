"""A large workbook read, written and taken back while eight people write: `python -m tests.soak.large ROWS [two]`.

All in one process with the sealer and the checkpoints, as `tenglong serve` has it; or four of the people in a second
one, as commands are run beside it. Prints times, memory, and how long the people waited.
"""

import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path

WRITERS = range(8)
APART = range(4, 8)  # of them in the second process
REST_S = 0.2  # between two writes of one person


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Writers:
    """People who write one firm after another; how long each write took, and what went wrong."""

    def __init__(self, turn: int, numbers: range) -> None:
        self._turn = turn
        self.waits: list[float] = []
        self.errors: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in numbers]

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


def write_apart(turn: int, pipe: Connection) -> None:
    """The work of the second process: write until told to stop, then tell how it went."""
    from tenglong.cli.main import set_up_django

    set_up_django()
    with Writers(turn, APART) as writers:
        pipe.send("ready")
        pipe.recv()
    pipe.send((writers.waits, writers.errors))


@contextmanager
def second_process(turn: int, waits: list[float], errors: list[str]) -> Iterator[None]:
    """Four people write there meanwhile; at the end how it went is added."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=write_apart, args=(turn, there))
    child.start()
    here.recv()
    yield
    here.send("stop")
    more, wrong = here.recv()
    waits += more
    errors += wrong
    child.join()


def measured(what: str, turn: int, work: Callable[[], object], *, two: bool) -> None:
    """Do it beside the writers and print how it went."""
    waits: list[float] = []
    errors: list[str] = []
    with second_process(turn, waits, errors) if two else nullcontext():
        began = time.monotonic()
        with Writers(turn, range(APART.start) if two else WRITERS) as writers:
            work()
        took = time.monotonic() - began
    waits, errors = sorted([*waits, *writers.waits]) or [0.0], [*errors, *writers.errors]
    print(
        f"{what}: {took:.1f} s, peak {peak_mb():.0f} MB; {len(waits)} writes beside it, "
        f"median {statistics.median(waits):.3f} s, 99 % {waits[int(len(waits) * 0.99)]:.3f} s, "
        f"longest {waits[-1]:.3f} s, errors {len(errors)} {errors[:1]}; load {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def main(rows: int, *, two: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENGLONG_HOME"] = folder
        from tenglong.cli.main import set_up_django

        set_up_django()
        from django.db import connection
        from tests.soak.importing import act, look, prepare

        from tenglong.project import sealer, sqlite

        prepare(rows)
        sqlite.start_checkpoints(connection.settings_dict["NAME"])
        sealer.start_sealing()
        size = (Path(folder) / "firms.csv").stat().st_size
        print(f"{rows:,} rows, {size / 2**20:.1f} MB of csv; {peak_mb():.0f} MB before", flush=True)
        for turn, work in enumerate(("stage", "apply", "undo")):
            measured(work, turn, lambda what=work: act(what), two=two)
        print(look())


if __name__ == "__main__":
    main(int(sys.argv[1]), two="two" in sys.argv)
