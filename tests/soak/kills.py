"""Kills at named points of imports: `python -m tests.soak.kills TIMES`, or at `import.batch:3 …`.

After each the batch is applied or reversed, as somebody goes on with it or takes it back.
Each kill happens in a child of this process that stands ready, on a copy of a prepared county.
"""

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

ROWS = 800  # three pieces
HIGHEST = {"import.read": 8, "import.batch": 6, "import.done": 1, "undo.batch": 6}  # occurrences of each
BEFORE = {"import.read": (), "import.batch": ("stage",), "import.done": ("stage",), "undo.batch": ("stage", "apply")}
WORK = {"import.read": "stage", "import.batch": "apply", "import.done": "apply", "undo.batch": "undo"}
ENDED = 99
_fork = multiprocessing.get_context("fork")


def in_child(work: Callable[[], None]) -> int:
    """Do it in a child; gives its exit code."""
    child = _fork.Process(target=work)
    child.start()
    child.join()
    return child.exitcode or 0


def drawn(times: int, seed: int) -> list[str]:
    """So many points, with the occurrence at which the process ends."""
    draw = Random(seed)
    points = [draw.choice(list(HIGHEST)) for _ in range(times)]
    return [f"{point}:{draw.randint(1, HIGHEST[point])}" for point in points]


def run(places: list[str]) -> Counter[str]:
    """A kill at each place; gives how many there were at each point. AssertionError names one that is not whole."""
    home = Path(os.environ["TENGLONG_HOME"])
    prepared = home.with_name(home.name + "-prepared")
    from tenglong.cli.main import set_up_django

    set_up_django()
    from tests.soak.importing import act, look, prepare

    from tenglong.cli import migration  # noqa: F401  loaded before the children are made, as all that they need
    from tenglong.records.audit import points
    from tenglong.records.imports import actions, pieces  # noqa: F401

    pieces.PAUSE_S = 0.0

    def stop_at(point: str) -> None:
        points._WANTED = point
        act(WORK[point.partition(":")[0]])

    def check(expected: dict[str, object]) -> None:
        found = look()
        assert found | expected == found, (found, expected)

    assert in_child(lambda: prepare(ROWS)) == 0
    killed = Counter[str]()
    states: dict[tuple[str, ...], Path] = {}

    def start_from(steps: tuple[str, ...]) -> None:
        """The county in which these steps are done."""
        if steps not in states:
            if steps:
                start_from(steps[:-1])
                assert in_child(lambda: act(steps[-1])) == 0
            states[steps] = prepared.with_name(f"{prepared.name}-{len(steps)}")
            shutil.copytree(home, states[steps])
            return
        shutil.rmtree(home)
        shutil.copytree(states[steps], home)

    for place in places:
        point = place.partition(":")[0]
        start_from(BEFORE[point])
        assert in_child(lambda at=place: stop_at(at)) == ENDED, place
        killed[point] += 1
        if killed.total() % 50 == 0:
            print(f"{killed.total()} …", flush=True)
        assert in_child(lambda: act("resume")) == 0
        if point == "import.read":
            assert in_child(lambda: check({"status": "staged", "rows": ROWS, "firms": 0})) == 0, place
            continue
        if point == "undo.batch":
            reversed_ = {"status": "reversed", "firms": 0, "created": ROWS, "removed": ROWS}
            assert in_child(lambda told=reversed_: check(told)) == 0, place
            continue
        applied = {"status": "applied", "firms": ROWS, "created": ROWS, "removed": 0}
        assert in_child(lambda told=applied: check(told)) == 0, place
        assert in_child(lambda: act("undo")) == 0
        assert in_child(lambda: check({"status": "reversed", "firms": 0})) == 0, place
    return killed


def main(arguments: list[str]) -> None:
    began, seed = time.monotonic(), int.from_bytes(os.urandom(4))
    places = drawn(int(arguments[0]), seed) if arguments[0].isdigit() else arguments
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENGLONG_HOME"] = str(Path(folder) / "county")
        killed = run(places)
    print(f"{sum(killed.values())} kills in {time.monotonic() - began:.0f} s, seed {seed}: {dict(killed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
