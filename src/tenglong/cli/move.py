"""`tenglong move URL`: the county from SQLite to PostgreSQL, or back."""

import argparse
import sys

from django.conf import settings

from tenglong.operations.moving import move

HELP = "搬迁：把全部数据从 SQLite 搬到 PostgreSQL，或搬回来，逐表核对"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="搬到哪里：postgresql://用户:密码@地址:端口/库名，或 sqlite:")


def run(args: argparse.Namespace) -> int:
    counts = move(settings.DATABASE_AT(args.url, settings.HOME), each=progress)
    print(f"已搬 {sum(counts.values()):,} 行、{len(counts)} 张表，两边逐表核对一致。原来的没有动。")
    print("请把 TENGLONG_DATABASE_URL 改成这个地址（搬回 SQLite 的去掉它），再运行 tenglong audit verify 和 serve。")
    return 0


def progress(table: str, count: int) -> None:
    """Shown on a terminal only."""
    if sys.stderr.isatty():
        print(f"{table}　{count:,} 行", file=sys.stderr)
