"""`tenglong dev …`: what the people who build the program need."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable

from tenglong.cli import frontend, references
from tenglong.cli.checkout import CHECKOUT
from tenglong.cli.checks import report
from tenglong.core.errors import Refused

HELP = "开发：check 检查，docs 生成参考文档，bench 测速，soak 长跑随机测试，frontend 重新生成界面文件"

SOAKS = {"kills": "1000", "large": "200000"}  # modules of tests/soak, and how long each is by itself
RANDOM = ("tests/generative", "tests/api/test_schema.py")  # tests that go on finding when they run longer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("task", choices=["check", "docs", "bench", "soak", "frontend"])
    told = "soak 跑多少分钟（默认 10）；soak kills 1000、soak large 200000 各跑一种"
    parser.add_argument("--minutes", type=float, default=10, help=told)


def python(*arguments: str) -> int:
    """Run this Python on the checkout."""
    return subprocess.run([sys.executable, *arguments], cwd=CHECKOUT, check=False).returncode


def write_docs() -> int:
    """Write every generated page: the commands' from here, formulas and API by what their tests hold them to."""
    references.write_all()
    return max(python("-m", "tests.spec.write_reference"), python("-m", "tests.api.write_reference"))


def run_benchmarks(names: list[str]) -> int:
    """Run each benchmark in a process of its own, so that none warms up another."""
    files = (CHECKOUT / "benchmarks").glob("*.py")
    known = sorted(file.stem for file in files if "def main(" in file.read_text(encoding="utf-8"))
    if strange := [name for name in names if name not in known]:
        raise Refused(f"没有这个测速：{'、'.join(strange)}。现有：{'、'.join(known)}。")
    return max([python("-m", f"benchmarks.{name}") for name in names or known], default=0)


def soak(minutes: float) -> int:
    """Run the random tests with new seeds, and kill long writes at drawn points, until time is over or one fails."""
    end = time.monotonic() + minutes * 60
    os.environ.setdefault("TENGLONG_API_EXAMPLES", "50")
    code = 0
    while code == 0 and time.monotonic() < end:
        code = python("-m", "pytest", "-q", "-n", "2", *RANDOM, "--hypothesis-seed=random")
        code = code or python("-m", "tests.soak.kills", "50")
    return code


def soak_one(name: str, arguments: list[str]) -> int:
    """Run one of the long tests to its end: kills, how many and of which seed; large, how many rows."""
    if name not in SOAKS:
        raise Refused(f"没有这个长跑：{name}。现有：{'、'.join(SOAKS)}。")
    return python("-m", f"tests.soak.{name}", *(arguments or [SOAKS[name]]))


def run(args: argparse.Namespace) -> int:
    tasks: dict[str, Callable[[], int | None]] = {
        "check": lambda: report.check_all(CHECKOUT),
        "docs": write_docs,
        "bench": lambda: run_benchmarks(args.rest),
        "soak": lambda: soak_one(args.rest[0], args.rest[1:]) if args.rest else soak(args.minutes),
        "frontend": frontend.build,
    }
    if args.rest and args.task not in {"bench", "soak"}:
        raise Refused(f"dev {args.task} 不认识 {' '.join(args.rest)}。请看 tenglong dev --help。")
    return tasks[args.task]() or 0
