"""Every check of `dev check` is shown a small tree with one breach, and must name its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shape.planted import checkout

from tenglong.cli.checks import files, tools

Find = Callable[[Path], list[str]]
DOC = '"""A planted module."""\n\n'

TREE = [
    tools.lint,
    tools.layout,
    tools.types,
    tools.contracts,
    files.long_modules,
    files.banned_names,
    files.clocks,
    files.registry_hosts,
    files.machine_paths,
    files.unfinished,
    files.locks,
]

BREACHES: list[tuple[Find, dict[str, str], str]] = [
    (tools.lint, {"core/area.py": DOC + "import os\n"}, "src/tenglong/core/area.py:3:"),
    (tools.layout, {"core/area.py": DOC + "AREA =  1\n"}, "src/tenglong/core/area.py:"),
    (tools.types, {"core/area.py": DOC + "\ndef area(plot):\n    return plot\n"}, "src/tenglong/core/area.py:4:"),
    (files.long_modules, {"web/plot.py": "X = 1\n" * 501}, "src/tenglong/web/plot.py:501:"),
    (files.banned_names, {"web/utils.py": DOC}, "src/tenglong/web/utils.py:1:"),
    (files.banned_names, {"records/cases/case_helpers.py": DOC}, "src/tenglong/records/cases/case_helpers.py:1:"),
    (files.banned_names, {"web/common/plot.py": DOC}, "src/tenglong/web/common:1:"),
    (files.unfinished, {"web/plot.py": DOC + "# TO" + "DO: draw it\n"}, "src/tenglong/web/plot.py:3:"),
    (files.machine_paths, {"web/plot.py": DOC + 'HOME = "/ro' + 'ot/plots"\n'}, "src/tenglong/web/plot.py:3:"),
    (files.registry_hosts, {"dev.txt": "x\n--index" + "-url somewhere\n"}, "dev.txt:2:"),
    (files.registry_hosts, {"lock.json": '"at": "registry.npm' + 'js.org"\n'}, "lock.json:1:"),
    (files.locks, {"requirements/base.txt": "django==5.2.1\nlark==1.0\n"}, "requirements/base.txt:2:"),
]

CLOCKS = [
    "import datetime\n\nNOW = datetime.datetime.now()\n",
    "from datetime import date\n\nTODAY = date.today()\n",
    "from django.utils import timezone\n\nNOW = timezone.now()\n",
    "from django.utils.timezone import now\n",
    "from django.db.models.functions import Now\n",
    "import time\n\nNOW = time.time()\n",
    "from time import time\n",
    "import datetime\n\nNOW = datetime.datetime.now(datetime.UTC)\n",
    "from django.utils import timezone\n\nFIELD = {'default': timezone.now}\n",
    "from tenglong.cli import clock\n\nNOW = clock.now()\n",
    "from django.db import models\n\nMADE_AT = models.DateTimeField(auto_now_add=True)\n",
]

# (importer, the name it imports, the file that is named)
IMPORTS = [
    ("core/area.py", "django.db", "core/area.py:3:"),
    ("core/area.py", "sqlite3", "core/area.py:3:"),
    ("core/area.py", "urllib.request", "core/area.py:3:"),
    ("playbooks/load.py", "django", "playbooks/load.py:3:"),
    ("playbooks/load.py", "duckdb", "playbooks/load.py:3:"),
    ("engines/sql.py", "django.db", "engines/sql.py:3:"),
    ("core/area.py", "tenglong.engines", "core/area.py:3:"),
    ("engines/sql.py", "tenglong.playbooks", "engines/sql.py:3:"),
    ("records/cases/actions.py", "tenglong.web", "records/cases/actions.py:3:"),
    ("records/cases/actions.py", "tenglong.records.flows", "records/cases/actions.py:3:"),
    ("records/cases/actions.py", "tenglong.records.measures", "records/cases/actions.py:3:"),
    ("records/audit/actions.py", "tenglong.records.people", "records/audit/actions.py:3:"),
    ("reports/notice.py", "tenglong.jobs", "reports/notice.py:3:"),
    ("web/plot.py", "tenglong.cli", "web/plot.py:3:"),
    ("web/plot.py", "tenglong.records.cases.models", "web/plot.py:3:"),
    ("cli/demo.py", "tenglong.records.cases.models", "cli/demo.py:3:"),
]


def test_a_clean_tree_passes_every_check(tmp_path: Path) -> None:
    root = checkout(tmp_path, {})
    assert {check.__name__: found for check in TREE if (found := check(root))} == {}


@pytest.mark.parametrize(("find", "planted", "place"), BREACHES)
def test_a_planted_breach_is_named(tmp_path: Path, find: Find, planted: dict[str, str], place: str) -> None:
    found = find(checkout(tmp_path, planted))
    assert [line for line in found if line.startswith(place)], found


@pytest.mark.parametrize("text", CLOCKS)
@pytest.mark.parametrize("package", ["core", "records/cases", "engines"])
def test_a_clock_below_the_doors_is_named(tmp_path: Path, package: str, text: str) -> None:
    found = files.clocks(checkout(tmp_path, {f"{package}/due.py": DOC + text}))
    line = len((DOC + text).splitlines())
    assert [one.split(" ")[0] for one in found] == [f"src/tenglong/{package}/due.py:{line}:"]


def test_a_word_that_sounds_like_a_clock_is_none(tmp_path: Path) -> None:
    text = "def line(measure, track, at):\n    return measure.today, track.today(at), dict(today=1)\n"
    assert files.clocks(checkout(tmp_path, {"core/due.py": DOC + text})) == []


def test_the_doors_may_read_the_clock(tmp_path: Path) -> None:
    assert files.clocks(checkout(tmp_path, {f"{door}/due.py": DOC + CLOCKS[1] for door in ("web", "cli")})) == []


def test_a_module_that_cannot_be_read_is_named_and_the_others_are_still_looked_at(tmp_path: Path) -> None:
    found = files.clocks(checkout(tmp_path, {"core/a.py": "area = = 1\n", "core/b.py": DOC + CLOCKS[3]}))
    assert [one.split(" ")[0] for one in found] == ["src/tenglong/core/a.py:1:", "src/tenglong/core/b.py:3:"]


@pytest.mark.parametrize(("importer", "imported", "place"), IMPORTS)
def test_a_forbidden_import_is_named(tmp_path: Path, importer: str, imported: str, place: str) -> None:
    found = tools.contracts(checkout(tmp_path, {importer: DOC + f"import {imported}\n"}))
    assert [line for line in found if line.startswith(f"src/tenglong/{place}")], found


def test_a_cycle_is_named(tmp_path: Path) -> None:
    planted = {"core/a.py": DOC + "from tenglong.core import b\n", "core/b.py": DOC + "from tenglong.core import a\n"}
    found = tools.contracts(checkout(tmp_path, planted))
    assert [line for line in found if line.startswith("src/tenglong/core/") and "互相引入" in line], found


def test_an_unknown_package_is_named(tmp_path: Path) -> None:
    found = tools.contracts(checkout(tmp_path, {"extras/__init__.py": DOC}))
    assert "- tenglong.extras" in found
