"""`tenglong recompute`: due days again from the facts, after a calendar has changed."""

import argparse
from datetime import datetime

from tenglong.cli.serve import migrate
from tenglong.core.clocks import CHINA
from tenglong.records.cases.recomputing import recompute_dues
from tenglong.records.people.rights import Program

HELP = "日历变动后，按办件的事实重新计算到期日"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to ask: every case in hand is computed again."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    migrate()
    seen, changed = recompute_dues(by=Program("命令行"), at=datetime.now(CHINA))
    print(f"重新计算了 {seen} 件办理中的办件，{changed} 件的到期日有变动。")
    return 0
