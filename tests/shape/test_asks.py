"""What users ask for in vain: each ask that is served names its tests, and these are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVED = {*range(11, 19), 21, 22}


def test_every_ask_names_tests_that_are_there():
    table = (ROOT / "docs/explain/asks.md").read_text(encoding="utf-8")
    rows = {int(row[1]): re.findall(r"`(test_\w+)`", row[2]) for row in re.finditer(r"^\| (\d+) \|(.*)$", table, re.M)}
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_ask_\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    assert rows.keys() >= SERVED
    for ask, named in rows.items():
        assert named, f"ask {ask} names no test"
        assert all(name.startswith(f"test_ask_{ask}_") for name in named), ask
        assert set(named) <= there, ask
