"""`tenglong restore FILE [--check]`: a backup in the county's place, verified first."""

import argparse
from datetime import datetime
from pathlib import Path

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.operations.restoring import Checked, check_backup, restore

HELP = "恢复：先核对备份，再一步换上；原来的留着"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--check", action="store_true", help="只核对，不恢复；不用停服务")


def run(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise Refused(f"不能恢复：没有文件 {args.file}。请查对路径。")
    if args.check:
        print(in_words(check_backup(args.file)))
        return 0
    told, before = restore(args.file, at=datetime.now(CHINA))
    print(in_words(told))
    print(f"已恢复。原来的留在 {before}，确认无误后可以删掉。请启动网页服务，每个人重新登录。")
    return 0


def in_words(told: Checked) -> str:
    """What the backup holds."""
    manifest = told.manifest
    return (
        f"{manifest.made_at:%Y-%m-%d %H:%M} 的备份，完好：{sum(manifest.tables.values()):,} 行，"
        f"{manifest.files:,} 个文件，{told.sealed:,} 个变更集与封存一致。"
    )
