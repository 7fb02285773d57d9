"""Runs every check, on both cores, and says in one line each what came of it: all problems at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tenglong.cli import references
from tenglong.cli.checks import files, tools


@dataclass(frozen=True, slots=True)
class Check:
    """`find` gives every breach in a checkout as a line; `advice` says what to do about them."""

    name: str
    find: Callable[[Path], list[str]]
    advice: str


CHECKS = (
    Check("类型 mypy", tools.types, "补上类型；不要用 ignore 绕过。"),
    Check("分层 import-linter", tools.contracts, "把代码搬到它该在的层，见 ARCHITECTURE.md 第 4 节。"),
    Check("设置 Django", tools.settings, "按提示改设置或表。"),
    Check("迁移 Django", tools.migrations, "运行 makemigrations 并提交。"),
    Check("写法 ruff", tools.lint, "运行 ruff check --fix，其余按提示改。"),
    Check("格式 ruff", tools.layout, "运行 ruff format。"),
    Check("模块长度", files.long_modules, "按内容拆成几个模块。"),
    Check("名字", files.banned_names, "用内容命名，见 ARCHITECTURE.md 第 9 节。"),
    Check("时钟", files.clocks, "由入口传入 at 或 on。"),
    Check("软件源", files.registry_hosts, "删掉；pip 与 npm 知道各自的默认源。"),
    Check("本机路径", files.machine_paths, "改成相对路径。"),
    Check("未完成", files.unfinished, "做完它，或删掉。"),
    Check("依赖锁", files.locks, "重新生成 requirements/dev.txt。"),
    Check("参考文档 命令", lambda _: references.stale(), "运行 ./tenglong dev docs 并提交。"),
    Check("参考文档 公式", tools.formula_page, "运行 ./tenglong dev docs 并提交。"),
    Check("参考文档 接口", tools.api_page, "运行 ./tenglong dev docs 并提交。"),
)


def timed(check: Check, root: Path) -> tuple[list[str], float]:
    """What a check found, and the seconds it took; a check that breaks is a finding too."""
    start = time.monotonic()
    try:
        found = check.find(root)
    except Exception as problem:
        found = [f"这项检查自己出错：{type(problem).__name__}: {problem}"]
    return found, time.monotonic() - start


def check_all(root: Path) -> int:
    """Print one line per check with its findings below; gives the exit code."""
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for check, (found, seconds) in zip(CHECKS, pool.map(lambda one: timed(one, root), CHECKS), strict=True):
            failed += bool(found)
            verdict = f"{len(found)} 处 → {check.advice}" if found else "通过"
            print(f"{'✗' if found else '✓'} {check.name}（{seconds:.1f} 秒）{verdict}", flush=True)
            for line in found:
                print(f"    {line}")
    print(f"{failed} 项没有通过" if failed else "全部通过")
    return 1 if failed else 0
