"""`tenglong health`: how the program is; exit code 1 where something is red."""

import argparse
from datetime import datetime

from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA
from tenglong.jobs.watch import watch
from tenglong.operations.health import RED, look, register_check, worst
from tenglong.operations.storage import list_room
from tenglong.records.people.rights import Program

HELP = "看运行情况：数据库、磁盘、封存、备份；每项说怎么办"
WORDS = {"green": "好", "yellow": "注意", "red": "要处理", "grey": "不适用"}
COLUMNS = {"label": "看什么", "light": "怎样", "says": "看到什么", "remedy": "怎么办"}
ROOM = {"label": "占地方的", "count": "多少", "bytes": "字节"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help="把整个数据库读一遍，逐个找文件；慢")
    parser.add_argument("--storage", action="store_true", help="看什么占了多少地方")
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    by = Program("命令行")
    register_check(watch)
    if args.storage:
        rows = [{"label": room.label, "count": room.count, "bytes": room.bytes} for room in list_room(by)]
        show(rows, ROOM, as_json=args.json)
        return 0
    lights = look(by, at=datetime.now(CHINA), deep=args.deep)
    rows = [{"label": one.label, "light": WORDS[one.light], "says": one.says, "remedy": one.remedy} for one in lights]
    show(rows, COLUMNS, as_json=args.json)
    return int(worst(lights) == RED)
