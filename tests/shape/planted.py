"""A small checkout with every package, in which a test plants a breach."""

import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = ("core", "playbooks", "engines", "workbooks", "geo")
TOP = (*TOOLS, "reports", "connect", "operations", "jobs", "web", "api", "cli", "project")
LOWER = ("audit", "people", "regions", "clients", "files", "ledgers", "registry", "links", "imports", "mechanisms")
MIDDLE = ("cases", "scores", "matches", "policies", "projects", "listings", "measures", "messages")
UPPER = (*MIDDLE, "flows", "rounds", "handovers")
PACKAGES = ("records", *TOP, *(f"records/{name}" for name in LOWER + UPPER))
LOCK = "django==5.2.1\n"


def checkout(root: Path, planted: dict[str, str]) -> Path:
    """A tree at `root` that keeps every rule, with the planted files laid over it.

    A planted path is below src/tenglong when it begins with a package, and below the root otherwise.
    """
    texts = {f"{package}/__init__.py": '"""A package."""\n' for package in PACKAGES}
    texts["records/cases/models.py"] = '"""Tables."""\n\nCASE = 1\n'
    texts["requirements/base.txt"] = texts["requirements/dev.txt"] = LOCK
    texts["pyproject.toml"] = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    top = root / "src" / "tenglong"
    for name, text in (texts | planted).items():
        file = (top if "/" in name and not name.startswith("requirements/") else root) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (top / "__init__.py").write_text('"""The program."""\n')
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root
