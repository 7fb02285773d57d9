"""The newcomer's guide, executed as it stands: its files written, its commands run, its pages opened.

A block below a file's name in backticks is that file; a `console` block shows commands and exactly what they print
(asked for a password, somebody types one); the table says who opens which page and what stands there.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from tenglong.workbooks import read_table

CHECKOUT = Path(__file__).parents[2]
GUIDE = (CHECKOUT / "docs" / "guides" / "first-mechanism.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(?:`([\w./-]+)`\n\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| (.+) \|$", re.MULTILINE)
PASSWORD = "first mechanism"
MINUTES = 5  # that one command may take on a busy machine


@dataclass(frozen=True)
class Place:
    """An empty checkout of a newcomer: nothing but the roles, and a county of its own."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"TENGLONG_HOME": "home", "TENGLONG_MECHANISMS": "mechanisms"}
        paths = {name: str(self.root / folder) for name, folder in own.items()}
        asked = {name: value for name, value in os.environ.items() if not name.startswith(("TENGLONG_", "DJANGO_"))}
        return {**asked, **paths, "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}", "PYTHONUTF8": "1"}

    def run(self, *module: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a module; without a terminal a password is read from what is typed."""
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", *module],
            cwd=self.root, env=self.environment, input=typed, capture_output=True, text=True, check=False,
            start_new_session=True, timeout=60 * MINUTES,
        )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Before the guide begins."""
    (tmp_path / "mechanisms").mkdir()
    shutil.copy(Path(settings.MECHANISMS_ROOT) / "roles.yaml", tmp_path / "mechanisms")
    return Place(tmp_path)


def follow(place: Place, name: str, kind: str, body: str) -> None:
    """Do what a block of the guide says."""
    if name:
        (place.root / name).parent.mkdir(parents=True, exist_ok=True)
        (place.root / name).write_text(body, encoding="utf-8")
    elif kind == "console":
        for command, shown in commands(body):
            done = place.run("tenglong.cli.main", *shlex.split(command)[1:], typed=f"{PASSWORD}\n{PASSWORD}\n")
            assert lines(done.stdout) == lines(shown), f"{command}\n{done.stdout}{done.stderr}"
            assert done.returncode == 0, f"{command}\n{done.stderr}"


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what it is shown to print."""
    for part in body.split("$ ")[1:]:
        command, _, shown = part.partition("\n")
        assert command.startswith("./tenglong "), command
        yield command, shown


def lines(printed: str) -> list[str]:
    return [line.rstrip() for line in printed.splitlines()]


def test_the_guide_has_all_it_promises():
    names = [name for name, _, _ in BLOCK.findall(GUIDE) if name]
    assert {Path(name).name for name in names if name.endswith(".yaml")} == {
        "mechanism.yaml", "ledger.yaml", "procedure.yaml", "measures.yaml", "first.yaml", "reports.yaml",
    }  # fmt: skip
    assert len(ROW.findall(GUIDE)) == GUIDE.count("\n| `")
    assert {"check", "story", "mechanism", "import", "export", "report"} <= {
        command.split()[1]
        for _, kind, body in BLOCK.findall(GUIDE)
        if kind == "console"
        for command, _ in commands(body)
    }


def test_everything_in_it_happens_as_it_is_shown(place: Place):
    before, _, after = GUIDE.partition("## 11.")
    follow_all(place, before)
    marked = read_table((place.root / "marked.xlsx").read_bytes(), "marked.xlsx")
    assert len(marked.rows) == 4
    look_at_the_screens(place)
    follow_all(place, after)
    exported = read_table((place.root / "hazards.xlsx").read_bytes(), "hazards.xlsx")
    assert {"隐患名称", "企业", "办件号", "办件状态"} <= set(exported.headers)
    assert (place.root / "monthly.docx").read_bytes().startswith(b"PK")
    written = {path.name for path in (place.root / "safety-installed").rglob("*.yaml")}
    assert written == {path.name for path in (place.root / "mechanisms" / "safety").rglob("*.yaml")}


def follow_all(place: Place, text: str) -> None:
    for name, kind, body in BLOCK.findall(text):
        follow(place, name, kind, body)


def look_at_the_screens(place: Place) -> None:
    """Each row of the table: who opens what, and what stands there."""
    rows = ROW.findall(GUIDE)
    visits = json.dumps([[login, address] for login, address, _ in rows])
    done = place.run("tests.guides.visit", typed=visits)
    assert done.returncode == 0, done.stderr
    for (login, address, words), (status, text) in zip(rows, json.loads(done.stdout), strict=True):
        seen, _, unseen = words.partition(", not ")
        page = unescape(text)
        assert (status in {403, 404, 422}) == words.startswith("refused"), f"{login} {address}: {status}"
        for word in re.findall(r"`([^`]+)`", seen):
            assert word in page, f"{login} does not find {word} at {address}"
        for word in re.findall(r"`([^`]+)`", unseen):
            assert word not in page, f"{login} finds {word} at {address}"
