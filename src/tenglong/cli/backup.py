"""`tenglong backup [-o FILE] [--list]`: everything in one file, while people work."""

import argparse
from datetime import datetime
from pathlib import Path

from tenglong.cli.disk import check_place
from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA
from tenglong.operations.backup import list_backups, make_backup
from tenglong.records.people.rights import Program

HELP = "备份：数据库、材料和签名密钥写成一个文件，不用停服务"
MB = 1 << 20
COLUMNS = {"name": "备份", "made_at": "做于", "size": "大小（MB）", "changes": "封存到"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, help="写到哪个 .tar 文件，默认放在数据文件夹的 backups 里")
    parser.add_argument("--list", action="store_true", help="只列出 backups 里的备份")
    parser.add_argument("--json", action="store_true", help="列出时给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    by = Program("命令行")
    if args.list:
        return list_all(by, args.json)
    if args.output:
        check_place(args.output, ".tar", doing="备份")
    path, told = make_backup(by=by, at=datetime.now(CHINA), path=args.output)
    print(f"已备份到 {path}：{sum(told.tables.values()):,} 行，{told.files:,} 个文件。")
    if told.missing:
        print(f"注意：登记过的文件有 {told.missing:,} 个在磁盘上找不到，备份里也没有。")
    print("备份里有全部数据和密钥。请放到另一台机器上，不让无关的人读到。")
    return 0


def list_all(by: Program, as_json: bool) -> int:
    rows = [
        {
            "name": one.name,
            "made_at": f"{one.manifest.made_at:%Y-%m-%d %H:%M}" if one.manifest else "读不了",
            "size": round(one.bytes / MB, 1),
            "changes": one.manifest.seal[0] if one.manifest and one.manifest.seal else None,
        }
        for one in list_backups(by)
    ]
    show(rows, COLUMNS, as_json=as_json)
    return 0
