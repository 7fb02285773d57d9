"""`tenglong region add | list`: the county's divisions, without which nothing can be registered."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tenglong.cli.disk import read_file
from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.core.ledger import CannotRead, Field, Kind, read_value
from tenglong.records.people.rights import Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.queries import list_regions
from tenglong.workbooks import Cell, read_table

HELP = "加入本县的区划，或列出有哪些"
CODE = Field("code", "区划代码", Kind.TEXT, required=True)
NAME = Field("name", "名称", Kind.TEXT, required=True)
COLUMNS = {field.key: field.label for field in (CODE, NAME)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="add | list")
    add = ways.add_parser("add", help="加入或改名；上级（省、市）要在同一份表里，或者已经有")
    add.add_argument(
        "file", type=Path, help=f"表格（csv、xlsx），列名是“{CODE.label}”和“{NAME.label}”；县 6 位，乡镇街道 9 位"
    )
    listing = ways.add_parser("list", help="列出有哪些")
    listing.add_argument("under", nargs="?", default="", help="只列这个代码及以下的")
    listing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def add(path: Path) -> int:
    table = read_table(read_file(path, doing="加入区划"), path.name)
    if missing := [label for label in COLUMNS.values() if label not in table.headers]:
        raise Refused(f"区划没有加入：{path.name} 没有“{'”“'.join(missing)}”这一列。请补上列名。")
    rows = [_row(number, cells) for number, cells in table.records()]
    changed = add_regions(rows=rows, by=Program("命令行"), at=datetime.now(CHINA))
    print(f"读到 {len(rows)} 行，加入或改名 {changed} 个。")
    return 0


def _row(number: int, cells: Mapping[str, Cell]) -> tuple[str, str]:
    try:
        return str(read_value(CODE, cells[CODE.label])), str(read_value(NAME, cells[NAME.label]))
    except CannotRead as problem:
        raise Refused(f"区划没有加入：第 {number} 行，{problem}") from None


def run(args: argparse.Namespace) -> int:
    if args.way == "add":
        return add(args.file)
    show([{"code": one.code, "name": one.name} for one in list_regions(args.under)], COLUMNS, as_json=args.json)
    return 0
