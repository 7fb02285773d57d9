"""The commands that install mechanisms, play stories and compute due days again, as a county runs them."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

SOURCES = Path(__file__).resolve().parents[2] / "src"


def tenglong(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "TENGLONG_HOME": str(home), "PYTHONUTF8": "1"}
    env.pop("TENGLONG_DATABASE_URL", None)
    command = [sys.executable, "-m", "tenglong.cli.main", *words]
    return subprocess.run(command, env=env, check=False, capture_output=True, text=True)


def test_installing_again_changes_nothing_and_recomputing_an_empty_county_neither(tmp_path: Path):
    folder = str(settings.MECHANISMS_ROOT / "needs")
    assert tenglong(tmp_path, "mechanism", "install", folder).stdout == "needs：已安装第 1 版\n"
    assert tenglong(tmp_path, "mechanism", "install", folder).stdout == "needs：没有变化，仍是第 1 版\n"
    assert "空间需求" in tenglong(tmp_path, "mechanism", "list").stdout
    done = tenglong(tmp_path, "recompute")
    assert (done.returncode, done.stdout) == (0, "重新计算了 0 件办理中的办件，0 件的到期日有变动。\n")
    bad = tenglong(tmp_path, "mechanism", "install", str(tmp_path))
    assert bad.returncode == 2
    assert "没有安装" in bad.stderr


def test_a_story_is_played_into_a_county_that_is_thrown_away(tmp_path: Path):
    played = tenglong(tmp_path, "story", "run", "inventory")
    assert played.returncode == 0, played.stdout + played.stderr
    assert played.stdout.endswith("都符合。\n")
    assert "✓" in played.stdout
    assert "✗" not in played.stdout
    assert not list(tmp_path.iterdir())
    unknown = tenglong(tmp_path, "story", "run", "nothing")
    assert unknown.returncode == 2
    assert "没有找到故事" in unknown.stderr
