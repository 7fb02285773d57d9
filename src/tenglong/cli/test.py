"""`tenglong test`: every tier but the browser's, on both cores; further arguments go to pytest."""

import argparse
import subprocess
import sys

from tenglong.cli.checkout import CHECKOUT

HELP = "运行全部测试（浏览器测试除外）；其余参数交给 pytest"
OPTIONS = ("-q", "-n", "2", "-m", "not journey")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own: pytest knows the rest."""


def run(args: argparse.Namespace) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *OPTIONS, *args.rest], cwd=CHECKOUT, check=False).returncode
