"""`tenglong recompute`: due days again from the facts, after a calendar has changed."""

import argparse
import json
from datetime import datetime

from tenglong.core.clocks import CHINA
from tenglong.records.cases.recomputing import recompute_dues
from tenglong.records.people.rights import Program

HELP = "日历变动后，按办件的事实重新计算到期日"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    seen, changed = recompute_dues(by=Program("命令行"), at=datetime.now(CHINA))
    if args.json:
        print(json.dumps({"seen": seen, "changed": changed}))
    else:
        print(f"重新计算了 {seen} 件办理中的办件，{changed} 件的到期日有变动。")
    return 0
