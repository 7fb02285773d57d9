"""`tenglong mechanism install | list | new | export`: the mechanisms that the county works by."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA, china_time
from tenglong.core.errors import Refused
from tenglong.playbooks import BadMechanism, find_folders
from tenglong.playbooks.scaffold import scaffold
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import get_version, list_versions
from tenglong.records.people.rights import Program

HELP = "安装机制，列出装了哪些，开一个新的，或导出一个"
COLUMNS = {"key": "名字", "title": "机制", "number": "版本", "installed_at": "安装时间", "by": "安装人"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="install | list | new | export")
    install = ways.add_parser("install", help="检查并安装；内容没有变的不动，办理中的办件留在原来的版本")
    install.add_argument("dir", nargs="?", type=Path, help="一个机制的文件夹，或放着几个机制的（默认是本县的全部机制）")
    listing = ways.add_parser("list", help="列出装了哪些")
    listing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")
    new = ways.add_parser("new", help="开一个最小的机制：一个台账、一个办理、一个指标、一个故事")
    new.add_argument("key", help="名字：小写英文字母开头，只含小写字母、数字和下划线；也是文件夹的名字")
    export = ways.add_parser("export", help="把装好的机制写成文件夹，在页面上改过的也在里面")
    export.add_argument("key", help="机制的名字")
    export.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件夹：还没有的，或空的")
    export.add_argument("--version", type=int, help="第几版（默认是现行的）")


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


def new(key: str) -> int:
    """A folder beside the county's others."""
    try:
        files = scaffold(key)
    except ValueError:
        raise Refused(f"没有新建：名字“{key}”要用小写英文字母开头，只含小写字母、数字和下划线。") from None
    folder = settings.MECHANISMS_ROOT / key
    write_folder(folder, files, doing="新建")
    print(f"已新建 mechanisms/{key}，{len(files)} 个文件。接着：tenglong check、tenglong story run {key}。")
    return 0


def export(key: str, number: int | None, folder: Path) -> int:
    """The folder of an installed version."""
    version = get_version(key, number)
    write_folder(folder, version.files, doing="导出")
    print(f"{key} 第 {version.number} 版，{len(version.files)} 个文件，已写到 {folder}。")
    return 0


def write_folder(folder: Path, files: Mapping[str, str], *, doing: str) -> None:
    """Write a folder that is not there yet, or empty: nothing is overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"没有{doing}：{folder} 已经有了，不会覆盖。请换一个名字，或先移走它。")
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    except OSError:
        raise Refused(f"没有{doing}：{folder} 写不进去。请查对权限，或换一个地方。") from None


def list_installed(*, as_json: bool) -> int:
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
    show(rows, COLUMNS, as_json=as_json)
    return 0


def run(args: argparse.Namespace) -> int:
    if args.way == "install":
        return install(args.dir or settings.MECHANISMS_ROOT)
    if args.way == "new":
        return new(args.key)
    if args.way == "export":
        return export(args.key, args.version, args.output)
    return list_installed(as_json=args.json)
