"""A process that ends in the middle of a long write leaves nothing between: it goes on, or is taken back."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = (
    "import.read:5",
    "import.batch:3",  # odd: before a commit, even: after
    "import.batch:4",
    "undo.batch:3",
    "merge.write:2",
    "part.write:1",
    "link.write:3",
    "round.ask:3",
    "round.ask:4",
    "seal.write:2",
    "restore.swap:1",
    "restore.swapped:1",
)


def test_ask_13_after_a_kill_a_batch_is_applied_or_reversed():
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    env.pop("TENGLONG_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.soak.kills", *PLACES]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"\n{len(PLACES)} kills in" in ended.stdout
