"""`tenglong wheelhouse -o DIR`: all that an intranet without internet needs to run this checkout."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tenglong.cli.checkout import CHECKOUT
from tenglong.core.errors import Refused

HELP = "把运行要用的全部软件包下载到一个文件夹，带到没有互联网的内网"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "download")
HELD = ("--require-hashes", "--no-deps", "--only-binary=:all:")
LINES = """这是腾笼的离线软件包，给 Python {python} 和同样的操作系统用。

把源码文件夹和这个文件夹一起带到内网，这个文件夹放在源码文件夹里，名叫 wheelhouse，然后照常运行：

    ./tenglong serve
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件夹")


def run(args: argparse.Namespace) -> int:
    folder = args.output
    built = CHECKOUT / "build"
    if not (built / "static" / "tenglong" / "stamp").exists():
        raise Refused("没有做成：还没有生成界面文件。请用 ./tenglong wheelhouse -o 文件夹 运行，它会先生成。")
    try:
        (folder / "wheels").mkdir(parents=True, exist_ok=True)
        for part in ("static", "locale"):
            shutil.copytree(built / part, folder / "build" / part, dirs_exist_ok=True)
    except OSError as problem:
        raise Refused(f"没有做成：写不到 {folder}（{problem.strerror}）。请查对路径、权限和磁盘空间。") from None
    download(folder / "wheels")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (folder / "说明.txt").write_text(LINES.format(python=python), encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"已写到 {folder}：{len(list((folder / 'wheels').iterdir()))} 个软件包，共 {size / (1 << 20):.0f} MB。")
    return 0


def download(folder: Path) -> None:
    """The locked list, by its digests: what is not what was locked is refused by pip."""
    listed = CHECKOUT / "requirements" / "base.txt"
    command = (sys.executable, *PIP, *HELD, "--dest", str(folder), "-r", str(listed))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"没有下载完：\n{(done.stdout + done.stderr).strip()[-1500:]}\n请看上面的原因，再来一次。")
