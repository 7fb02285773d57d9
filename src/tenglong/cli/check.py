"""`tenglong check`: every problem of the mechanisms of a folder at once."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from tenglong.cli.mechanisms import load_around
from tenglong.cli.tables import show
from tenglong.playbooks import Loaded

HELP = "检查机制：一次说出全部要改的地方"
PROBLEM = {"place": "位置", "message": "要改什么", "suggestion": "提示", "path": "在文件里"}
FOUND = {"name": "文件夹", "title": "机制", "procedures": "办理", "measures": "指标", "stories": "故事"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", type=Path, help="一个机制的文件夹，或放着几个机制的（默认是本县的全部机制）")
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def problem_rows(loaded: Loaded, asked: list[str]) -> list[dict[str, str]]:
    return [
        {
            "place": f"{name}/{problem.file}:{problem.line}:{problem.column}",
            "message": problem.message,
            "suggestion": problem.suggestion,
            "path": problem.path,
        }
        for name in asked
        if name in loaded.bad
        for problem in loaded.bad[name].problems
    ]


def mechanism_rows(loaded: Loaded, asked: list[str]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "title": mechanism.title,
            "procedures": len(mechanism.procedures),
            "measures": len(mechanism.measures),
            "stories": len(mechanism.stories),
        }
        for name, mechanism in loaded.mechanisms.items()
        if name in asked
    ]


def run(args: argparse.Namespace) -> int:
    loaded, asked = load_around(args.dir or settings.MECHANISMS_ROOT)
    problems = problem_rows(loaded, asked)
    if args.json:
        show(problems, PROBLEM, as_json=True)
    elif problems:
        print(f"有 {len(problems)} 处要改：", file=sys.stderr)
        for row in problems:
            path = f"（{row['path']}）" if row["path"] else ""
            print(f"{row['place']}：{row['message']}{row['suggestion']}{path}", file=sys.stderr)
    else:
        show(mechanism_rows(loaded, asked), FOUND)
    return 2 if problems else 0
