"""Rules that a tool holds: each is run on the checkout and its findings are given back as lines."""

import os
import re
import subprocess
import sys
from pathlib import Path

TYPED = ("core", "playbooks", "engines", "workbooks", "geo")
PYTHON = ("src", "tests", "benchmarks", "tenglong")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHAIN = re.compile(r"(?P<module>tenglong[\w.]*) -> (?P<imported>[\w.]+) \(l\. ?(?P<line>\d+)")
CYCLE = re.compile(r"- (?P<module>\.[\w.]+) -> (?P<imported>\.[\w.]+) \(")


def run(root: Path, *arguments: str) -> list[str]:
    """Run a Python tool; its words when it found something, nothing otherwise."""
    env = os.environ | {"PYTHONPATH": str(root / "src"), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run([sys.executable, *arguments], cwd=root, env=env, check=False, capture_output=True, text=True)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] if done.returncode else []


def present(root: Path, *names: str) -> list[str]:
    return [name for name in names if (root / name).exists()]


def lint(root: Path) -> list[str]:
    return run(root, "-m", "ruff", "check", "--quiet", "--output-format=concise", *present(root, *PYTHON))


def layout(root: Path) -> list[str]:
    return run(root, "-m", "ruff", "format", "--quiet", "--check", "--output-format=concise", *present(root, *PYTHON))


def types(root: Path) -> list[str]:
    return run(root, "-m", "mypy", "--no-error-summary", *present(root, *(f"src/tenglong/{name}" for name in TYPED)))


def file_of(root: Path, module: str) -> Path:
    """The file of a module, from the root of the checkout."""
    path = Path("src", *module.split("."))
    return path / "__init__.py" if (root / path).is_dir() else path.with_suffix(".py")


def placed(root: Path, lines: list[str]) -> list[str]:
    """What import-linter says of broken contracts, with each module as file:line."""
    start = next((number for number, line in enumerate(lines, 1) if line == "Broken contracts"), 0)
    package, found = "", []
    for line in lines[start:]:
        if inside := re.search(r"No cycles are allowed in ([\w.]+)\.", line):
            package = inside[1]
        elif chain := CHAIN.search(line):
            found.append(f"{file_of(root, chain['module'])}:{chain['line']}: 不许引入 {chain['imported']}")
        elif cycle := CYCLE.search(line):
            found.append(f"{file_of(root, package + cycle['module'])}:1: 与 {package}{cycle['imported']} 互相引入")
        elif line.strip("-"):
            found.append(line.strip())
    return found


def contracts(root: Path) -> list[str]:
    return placed(root, run(root, "-c", LINT_IMPORTS, "--no-cache", "--no-logo"))


def settings(root: Path) -> list[str]:
    return run(root, "-m", "django", "check", "--fail-level=WARNING", "--settings=tenglong.project.settings")


def migrations(root: Path) -> list[str]:
    return run(root, "-m", "django", "makemigrations", "--check", "--dry-run", "--settings=tenglong.project.settings")


def formula_page(root: Path) -> list[str]:
    """docs/reference/formula.md, which the drawn tables of tests/spec write."""
    return run(root, "-m", "tests.spec.write_reference", "--check")


def api_page(root: Path) -> list[str]:
    """docs/reference/api.md, which the schema of the API writes."""
    return run(root, "-m", "tests.api.write_reference", "--check")
