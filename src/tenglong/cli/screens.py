"""`tenglong screens NAME`: the screens that a mechanism brings."""

import argparse

from django.conf import settings

from tenglong.cli.mechanisms import load_around
from tenglong.cli.tables import show
from tenglong.core.errors import Refused
from tenglong.playbooks import screens_of
from tenglong.records.people.rights import roles

HELP = "列出一个机制带来的界面"
KINDS = {
    "list": "列表",
    "board": "看板",
    "case": "办件",
    "new": "新办",
    "number": "指标",
    "match": "匹配",
    "pair": "匹配对照",
    "score": "评价",
    "report": "报告",
}
COLUMNS = {"kind": "种类", "path": "地址", "title": "标题", "panels": "内容", "who": "谁来办"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="机制的名字，例如 cleanup")
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    loaded, names = load_around(settings.MECHANISMS_ROOT)
    if args.name in loaded.bad:
        raise loaded.bad[args.name]
    if args.name not in loaded.mechanisms:
        raise Refused(f"没有“{args.name}”这个机制。现有：{'、'.join(names)}。")
    rows = [
        {
            "kind": screen.kind if args.json else KINDS[screen.kind],
            "path": screen.path,
            "title": screen.title,
            "panels": "、".join(screen.panels),
            "who": "、".join(screen.who if args.json else (roles()[role].label for role in screen.who)),
        }
        for screen in screens_of(loaded.mechanisms[args.name])
    ]
    show(rows, COLUMNS, as_json=args.json)
    return 0
