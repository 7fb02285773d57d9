"""List, search and the page of one enterprise under eight clients, ours against plain Django on the same tables.

Both are served by granian with as many threads, each in a process of its own, to a zone officer who sees nine rows in
ten. The clients run on the same machine and keep their connections. Twice: while nobody writes, and while one more
client changes one enterprise after another by the page's own form. Ours writes an audit with each change.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, urlencode

from benchmarks.county import settle, throw_away
from benchmarks.filled import BRANDS, code_of, fill

THREADS = 2 * (os.cpu_count() or 1)
CSRF = "t" * 32
STARTS_WITHIN_S = 60.0
HEAD = f"{'':42}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}{'kB':>7}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks: the address of one drawn at random, at ours and at the peer's."""

    name: str
    ours: Callable[[random.Random], str]
    plain: Callable[[random.Random], str]


@dataclass(slots=True)
class Told:
    """What came of it: seconds of each answer, bytes of the last, answers that were none."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0
    failed: list[int] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        ordered = sorted(self.seconds) or [float("nan")]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3


def asks(enterprises: int) -> Iterator[Asked]:
    """The questions."""
    pages = enterprises * 9 // 10 // 50 or 1

    def page(draw: random.Random) -> str:
        return f"?page={draw.randint(1, min(20, pages))}"

    def deep(draw: random.Random) -> str:
        return f"?page={draw.randint(1, pages)}"

    def brand(draw: random.Random) -> str:
        return "?q=" + quote(draw.choice(BRANDS) + draw.choice(BRANDS))

    def initials(draw: random.Random) -> str:
        return "?q=" + "".join(draw.choices("dxscbsyh", k=2)) + draw.choice("hdrty")

    def code(draw: random.Random) -> str:
        number = draw.randrange(1, enterprises)
        return code_of(number + (number % 10 == 0))

    register = "/registers/enterprise/"
    yield Asked("list, one of the first pages", lambda d: register + page(d), lambda d: "/firms/" + page(d))
    yield Asked("list as designed", lambda d: "/enterprises/" + page(d), lambda d: "/firms/" + page(d))
    yield Asked("list, any page", lambda d: register + deep(d), lambda d: "/firms/" + deep(d))
    yield Asked("search, two signs", lambda d: register + brand(d), lambda d: "/firms/" + brand(d))
    yield Asked("search, three initials", lambda d: register + initials(d), lambda d: "/firms/" + initials(d))
    yield Asked("search by code", lambda d: f"{register}?q={code(d)}", lambda d: f"/firms/?q={code(d)}")
    yield Asked("page of one enterprise", lambda d: f"/enterprises/{code(d)}/", lambda d: f"/firms/{code(d)}/")


class Client:
    """A browser that has signed in."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}

    def get(self, address: str) -> tuple[int, int]:
        """Status and bytes of a page."""
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        return answer.status, len(answer.read())

    def post(self, address: str, fields: dict[str, str]) -> int:
        """Status of a form sent."""
        headers = self._headers | {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", address, urlencode(fields | {"csrfmiddlewaretoken": CSRF}), headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


def measure(port: int, session: str, address: Callable[[random.Random], str], clients: int, seconds: float) -> Told:
    """So many clients ask one thing after another for so long."""
    told, end = Told(), time.perf_counter() + seconds

    def ask(seed: int) -> None:
        draw, client = random.Random(seed), Client(port, session)
        while (began := time.perf_counter()) < end:
            status, size = client.get(address(draw))
            told.seconds.append(time.perf_counter() - began)
            told.size = size
            if status != 200:
                told.failed.append(status)

    threads = [Thread(target=ask, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@contextmanager
def writing(port: int, session: str, ours: bool, enterprises: int) -> Iterator[Told]:
    """One more client changes the address of one enterprise after another."""
    told, stop = Told(), Event()

    def write() -> None:
        draw, client = random.Random(7), Client(port, session)
        while not stop.wait(0.02):
            number = draw.randrange(1, enterprises)
            code, street = code_of(number + (number % 10 == 0)), f"振兴路{draw.randrange(10**6)}号"
            began = time.perf_counter()
            if ours:
                status = client.post(f"/registers/enterprise/{code}/edit/", {"address": street})
            else:
                given = {"name": "改名的厂", "region_code": "330802", "address": street}
                status = client.post(f"/firms/{code}/edit/", given)
            told.seconds.append(time.perf_counter() - began)
            if status != 302:
                told.failed.append(status)

    thread = Thread(target=write)
    thread.start()
    yield told
    stop.set()
    thread.join()


@contextmanager
def served(home: Path, ours: bool) -> Iterator[int]:
    """The server in a process of its own; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = ["-m", "tenglong.cli.main", "serve", "--port", str(port)]
    if not ours:
        command = [
            "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads",
            str(THREADS), "--log-level", "warning", "benchmarks.plain.wsgi:application",
        ]  # fmt: skip
    settings = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    log = (home / "served.log").open("a")
    process = subprocess.Popen(
        [sys.executable, *command], env=settings | {"TENGLONG_HOME": str(home)}, stdout=log, stderr=log
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()
        log.close()


def _wait(port: int) -> None:
    end = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < end:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def signed_in(person: object) -> str:
    """A session's key."""
    from django.test import Client as Browser  # noqa: PLC0415  django must be set up before

    browser = Browser()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value


def line(name: str, told: Told, seconds: float) -> None:
    """One line of the table."""
    wrong = f"  not answered: {len(told.failed)} {set(told.failed)}" if told.failed else ""
    rate = len(told.seconds) / seconds
    print(f"{name:<42}{told.at(0.5):>9.1f}{told.at(0.95):>9.1f}{rate:>10.1f}{told.size / 1e3:>7.1f}{wrong}", flush=True)


def compare(home: Path, session: str, args: argparse.Namespace, busy: bool) -> None:
    """Every question at ours and at the peer's."""
    print(f"\n{'one writes' if busy else 'nobody writes'}\n{HEAD}")
    found: dict[str, list[Told]] = {}
    for ours in (True, False):
        with served(home, ours) as port:
            for one in asks(args.enterprises):
                address = one.ours if ours else one.plain
                measure(port, session, address, 2, 0.5)
                if not busy:
                    told = measure(port, session, address, args.clients, args.seconds)
                else:
                    with writing(port, session, ours, args.enterprises) as written:
                        told = measure(port, session, address, args.clients, args.seconds)
                    line(f"  {'ours' if ours else 'plain'} writes meanwhile", written, args.seconds)
                line(f"{'ours' if ours else 'plain'}: {one.name}", told, args.seconds)
                found.setdefault(one.name, []).append(told)
    print("\nours against plain: p50, p95, a second")
    for name, (ours, plain) in found.items():
        middle, late = (ours.at(share) / plain.at(share) for share in (0.5, 0.95))
        print(f"{name:<42}{middle:>9.2f}{late:>9.2f}{len(ours.seconds) / len(plain.seconds):>10.2f}", flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Print p50, p95, answers a second and the size of a page for each question, then the ratios."""
    parser = argparse.ArgumentParser(prog="pages", description=__doc__)
    parser.add_argument("--enterprises", type=int, default=100_000)
    parser.add_argument("--observations", type=int, default=10_000_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10, help="how long each question is asked")
    args = parser.parse_args(argv)
    with throw_away() as home:
        people = settle()
        took = fill(home, args.enterprises, args.observations)
        print(f"{args.enterprises:,} enterprises, {args.observations:,} observations, filled in {took:.0f} s")
        session = signed_in(people["officer"])
        for busy in (False, True):
            compare(home, session, args, busy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
