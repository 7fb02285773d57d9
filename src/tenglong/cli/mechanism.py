"""`tenglong mechanism install | list`: the mechanisms that the county works by."""

import argparse
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA, china_time
from tenglong.core.errors import Refused
from tenglong.playbooks import BadMechanism, find_folders
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_versions
from tenglong.records.people.rights import Program

HELP = "安装机制，或列出装了哪些"
COLUMNS = {"key": "名字", "title": "机制", "number": "版本", "installed_at": "安装时间", "by": "安装人"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="install | list")
    install = ways.add_parser("install", help="检查并安装；内容没有变的不动，办理中的办件留在原来的版本")
    install.add_argument("dir", nargs="?", type=Path, help="一个机制的文件夹，或放着几个机制的（默认是本县的全部机制）")
    listing = ways.add_parser("list", help="列出装了哪些")
    listing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def install(folder: Path) -> int:
    """Install what the folder has, those first that others refer to."""
    folders = find_folders(folder.resolve()) if folder.is_dir() else {}
    if not folders:
        raise Refused(f"{folder} 里没有机制（有 mechanism.yaml 的文件夹），没有安装；请核对文件夹。")
    at = datetime.now(CHINA)
    try:
        versions = install_folders(folders=folders, by=Program("命令行"), at=at)
    except BadMechanism as bad:
        raise Refused(f"{bad}\n没有安装。tenglong check {folder} 会列出每个文件夹的全部问题。") from None
    for version in versions:
        done = "已安装" if version.installed_at == at else "没有变化，仍是"
        print(f"{version.key}：{done}第 {version.number} 版")
    return 0


def run(args: argparse.Namespace) -> int:
    if args.way == "install":
        return install(args.dir or settings.MECHANISMS_ROOT)
    rows = [
        {
            "key": version.key,
            "title": mechanism.title,
            "number": version.number,
            "installed_at": f"{china_time(version.installed_at):%Y-%m-%d %H:%M}",
            "by": version.by,
        }
        for version, mechanism in list_versions()
    ]
    show(rows, COLUMNS, as_json=args.json)
    return 0
