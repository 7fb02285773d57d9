"""A process that ends in the middle of an import leaves nothing between: the batch goes on, or is taken back."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PLACES = ("import.read:3", "import.batch:4", "undo.batch:3")  # odd: before a commit, even: after


def test_ask_13_after_a_kill_a_batch_is_applied_or_reversed():
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.soak.kills", *PLACES],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.startswith("3 kills")
