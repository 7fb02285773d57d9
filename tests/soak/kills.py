"""Kills at named points: `python -m tests.soak.kills TIMES [SEED]`, or at `import.batch:3 …`.

Each happens in a child of this process that stands ready, on a copy of a county that is prepared once. What is left
must be one of the two ends, or, of an import, whole pieces; then somebody goes on or takes it back, and the county
stands value by value as if nobody had been killed. The audit is compared with its seals each time.
"""

import gc
import os
import pickle
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.soak import county

ENDED = 99
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A step that is killed. `before`: the steps after which; `again` goes on, `back` takes it back."""

    before: tuple[str, ...]
    step: str
    points: dict[str, int] = field(default_factory=dict)  # how often each is reached
    again: str = ""
    back: str = ""


WORKS = (
    Work(("seal",), "stage", {"import.read": 8}, again="go_on"),
    Work(("seal", "stage"), "apply", {"import.batch": 8, "import.done": 1}, again="go_on", back="undo"),
    Work(("seal", "stage", "apply"), "undo", {"undo.batch": 8}, again="go_on"),
    Work(("seal",), "merge", {"merge.write": 2, "merge.written": 1}, again="merge", back="part"),
    Work(("seal", "merge"), "part", {"part.write": 1, "part.written": 1}, again="part"),
    Work(("hand_in",), "compare", {"link.write": 4}, again="compare"),
    Work(("open_round",), "ask", {"round.ask": 8}, again="ask"),
    Work((), "seal", {"seal.write": 5, "seal.written": 5}, again="seal"),
    Work(
        ("seal", "backup", "merge"), "restore",
        {"restore.files": 1, "restore.aside": 1, "restore.swap": 1, "restore.swapped": 1}, again="restore",
    ),
)  # fmt: skip
WORK_AT = {point: work for work in WORKS for point in work.points}


def drawn(times: int, seed: int) -> list[str]:
    """So many points, with the occurrence at which the process ends."""
    draw = Random(seed)
    points = [draw.choice(list(WORK_AT)) for _ in range(times)]
    return [f"{point}:{draw.randint(1, WORK_AT[point].points[point])}" for point in points]


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do it in a child of this process; gives its exit code and what it found. What goes wrong there is printed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.close(reading)
            found = pickle.dumps(work())
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(found)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), pickle.loads(told) if told else None


def found_by(work: Callable[[], Any]) -> Any:
    """What a child found, that must not fail."""
    code, found = in_child(work)
    assert code == 0, code
    return found


def do(step: str) -> None:
    getattr(county, step)()


class Soak:
    """Counties as they stand after some steps, and kills on copies of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._home = county.home()
        self._states: dict[tuple[str, ...], State] = {}

    def after(self, steps: tuple[str, ...]) -> State:
        """How the county stands after those steps, which are done once."""
        if steps not in self._states:
            if steps:
                self.after(steps[:-1])
                self.start_from(steps[:-1])
            found_by(lambda: do(steps[-1] if steps else "prepare"))
            self._states[steps] = found_by(county.stand)
            shutil.copytree(self._home, self._kept(steps))
        return self._states[steps]

    def start_from(self, steps: tuple[str, ...]) -> None:
        shutil.rmtree(self._home)
        shutil.copytree(self._kept(steps), self._home)

    def _kept(self, steps: tuple[str, ...]) -> Path:
        return self._folder / "-".join(("kept", *steps))

    def kill(self, place: str, *, take_back: bool) -> None:
        """One kill. AssertionError says what is not whole."""
        work = WORK_AT[place.partition(":")[0]]
        begun = self.after(work.before)
        done = self.after(("seal",)) if work.step == "restore" else self.after((*work.before, work.step))
        back = self.after((*work.before, work.step, work.back)) if work.back else {}
        self.start_from(work.before)
        code, _ = in_child(lambda: _end_at(place, work.step))
        assert code == ENDED, f"{place}: not reached"
        found_by(lambda: _look_after(work, begun, done, back if take_back else {}))


def _look_after(work: Work, begun: State, done: State, back: State) -> None:
    """What is left is whole; somebody goes on with it to the end, and takes it back if a state is told for that.

    An import is also taken back from where it stands.
    """
    left = _left(work, begun, done)
    if left != done and not (back and work.back == "undo"):
        do(work.again)
        _same(done)
    if back:
        do(work.back)
        _same(back)


def _end_at(place: str, step: str) -> None:
    from tenglong.records.audit import points

    points._WANTED = place
    do(step)


def _left(work: Work, begun: State, done: State) -> State:
    """How a killed county stands: as before or after, or an import by whole pieces."""
    told = county.stand()
    if work.step in ("stage", "apply", "undo", "compare", "ask"):
        if work.step in ("apply", "undo"):
            _check_pieces(told, begun, done, reverse=work.step == "undo")
    else:
        assert told in (begun, done), _differing(told, begun)
    county.check_audit(told)
    return told


def _check_pieces(told: State, begun: State, done: State, *, reverse: bool) -> None:
    """Firms up to where the batch stands are as written, the others as they were."""
    without, written = (done, begun) if reverse else (begun, done)
    reached = county.written_to()
    expected = dict(without["enterprise"])
    expected |= {code: written["enterprise"][code] for code in reached}
    assert told["enterprise"] == expected, _differing(told["enterprise"], expected)


def _same(expected: State) -> None:
    told = county.stand()
    assert told == expected, _differing(told, expected)
    county.check_audit(told)


def _differing(told: State, expected: State) -> list[Any]:
    keys = [key for key in {**told, **expected} if told.get(key) != expected.get(key)]
    return [(key, told.get(key), expected.get(key)) for key in keys][:3]


def make_ready() -> None:
    """Load all that the children need, and make the work small enough that a thousand kills take minutes."""
    from tenglong.cli.main import set_up_django

    set_up_django()
    import pandas  # noqa: F401  asked for by pyarrow when it compares
    from tests.people import settle  # noqa: F401
    from tests.records.ledgers import licences  # noqa: F401

    from tenglong.cli import migration  # noqa: F401
    from tenglong.operations import restoring
    from tenglong.records.audit import sealing
    from tenglong.records.imports import actions, pieces, reading  # noqa: F401
    from tenglong.records.links import actions as linking
    from tenglong.records.rounds import asking

    asking.AT_ONCE, asking.PIECE, asking.PAUSE_S = 3, 4, 0.0
    pieces.PAUSE_S, pieces.PIECE, reading.PIECE, sealing._PIECE, linking._PIECE = 0.0, 40, 40, 15, 3
    restoring._check_seals = _check_seals_in_child
    gc.freeze()  # what is shared by all children is not copied by looking at it


def _check_seals_in_child(folder: Path, name: str) -> int:
    """As restoring has it, without starting Python anew."""

    def verified() -> tuple[bool, int]:
        from django.db import connection

        from tenglong.records.audit.verifying import verify

        connection.close()
        connection.settings_dict["NAME"] = folder / "tenglong.sqlite3"
        found = verify()
        return found.holds, found.sealed

    holds, sealed = found_by(verified)
    assert holds, name
    return sealed


def run(places: list[str], seed: int, folder: Path) -> Counter[str]:
    """A kill at each place; gives how many there were at each point. SystemExit with what was not whole afterwards."""
    draw, killed, failed, soak = Random(seed), Counter[str](), list[str](), Soak(folder)
    make_ready()
    for place in places:
        take_back = draw.random() < 0.5
        try:
            soak.kill(place, take_back=take_back)
        except AssertionError as problem:
            failed.append(f"{place}, {'taken back' if take_back else 'gone on with'}: {problem}")
            print(failed[-1], flush=True)
        killed[place.partition(":")[0]] += 1
        if killed.total() % 50 == 0:
            print(f"{killed.total()} …", flush=True)
    if failed:
        sys.exit(f"{len(failed)} of {killed.total()} kills of seed {seed} left something that is not whole")
    return killed


def main(arguments: list[str]) -> None:
    began, seed = time.monotonic(), int.from_bytes(os.urandom(4))
    places = arguments
    if arguments[0].isdigit():
        seed = int(arguments[1]) if arguments[1:] else seed
        places = drawn(int(arguments[0]), seed)
    print(f"seed {seed}", flush=True)
    memory = Path("/dev/shm")  # the kill of a process loses nothing that was written, so that no disk is needed
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        os.environ["TENGLONG_HOME"] = str(Path(folder) / "county")
        killed = run(places, seed, Path(folder))
    print(f"{killed.total()} kills in {time.monotonic() - began:.0f} s, seed {seed}: {dict(sorted(killed.items()))}")


if __name__ == "__main__":
    main(sys.argv[1:])
