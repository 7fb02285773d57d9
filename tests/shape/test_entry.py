"""The one entry, tried for real in a checkout of four files that needs nothing from the network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shape.planted import CHECKOUT

FRONTEND = """
from pathlib import Path

BUILT = Path(__file__).parents[3] / "build" / "static" / "tenglong"
BUILT.mkdir(parents=True, exist_ok=True)
"""
MAIN = "import sys\n\nprint(sys.argv[1:], sys.prefix)\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("checkout")
    cli = home / "src" / "tenglong" / "cli"
    for folder in (cli, home / "frontend", home / "requirements"):
        folder.mkdir(parents=True)
    shutil.copy(CHECKOUT / "tenglong", home / "tenglong")
    for group in ("base", "dev"):
        (home / "requirements" / f"{group}.txt").write_text("# nothing\n")
    (home / "frontend" / "app.css").write_text("body { margin: 0 }\n")
    (cli / "frontend.py").write_text(FRONTEND)
    (cli / "main.py").write_text(MAIN)
    return home


def enter(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, home / "tenglong", *arguments], check=False, capture_output=True, text=True)


def steps(home: Path, *arguments: str) -> list[str]:
    """What the entry says it prepares, without the closing line."""
    done = enter(home, *arguments)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stderr.splitlines() if not line.startswith("环境已就绪")]


def test_the_life_of_an_environment(home: Path) -> None:
    first = enter(home, "demo", "--port", "9000")
    assert first.stdout == f"['demo', '--port', '9000'] {home / '.venv'}\n", first.stderr
    assert steps(home, "serve") == []

    assert steps(home, "test") == ["安装 Python 依赖（requirements/dev.txt）…"]
    assert steps(home, "dev", "check") == []
    assert steps(home, "serve") == []

    (home / "requirements" / "base.txt").write_text("# still nothing\n")
    assert steps(home, "test") == []
    assert steps(home, "serve") == ["安装 Python 依赖（requirements/base.txt）…"]

    (home / "frontend" / "app.css").write_text("body { margin: 1px }\n")
    assert steps(home, "serve") == ["生成界面文件 …"]
    shutil.rmtree(home / "build" / "static")
    assert steps(home, "serve") == ["生成界面文件 …"]


def test_a_half_made_environment_is_made_anew(home: Path) -> None:
    steps(home, "serve")
    rest = home / ".venv" / "half-copied"
    rest.touch()
    (home / "build" / "environment.unfinished").touch()
    assert steps(home, "serve") == ["建立 Python 环境 …", "安装 Python 依赖（requirements/base.txt）…"]
    assert not rest.exists()
    (home / ".venv" / "pyvenv.cfg").unlink()
    assert steps(home, "serve")[0] == "建立 Python 环境 …"


def test_a_checkout_that_cannot_be_written_to_is_told(home: Path, tmp_path: Path) -> None:
    shutil.copy(home / "tenglong", tmp_path / "tenglong")
    (tmp_path / "build").touch()  # a file where a folder must be
    done = enter(tmp_path, "serve")
    assert done.returncode == 2
    assert "不能准备环境" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_that_fails_is_told_and_tried_again(home: Path) -> None:
    steps(home, "serve")
    (home / "requirements" / "base.txt").write_text("no-such-package\n")
    done = enter(home, "serve")
    assert done.returncode == 2
    assert "不能安装 Python 依赖" in done.stderr
    assert "no-such-package" in done.stderr
    assert "Traceback" not in done.stderr
    (home / "requirements" / "base.txt").write_text("# nothing\n")
    assert steps(home, "serve") == ["建立 Python 环境 …", "安装 Python 依赖（requirements/base.txt）…"]


def test_the_entry_is_small_and_needs_only_the_standard_library() -> None:
    text = (CHECKOUT / "tenglong").read_text(encoding="utf-8")
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported - {"__future__"} <= sys.stdlib_module_names
    assert len(text.splitlines()) < 200
