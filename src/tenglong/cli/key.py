"""`tenglong key new | list | revoke`: keys by which other systems come in."""

import argparse
from datetime import date, datetime, timedelta

from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.records.clients.keys import add_key, is_open, list_keys, revoke_key
from tenglong.records.clients.scopes import SCOPES
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import Program

HELP = "开接口钥匙、收回，或列出有哪些"
USUAL = timedelta(days=180)
COMMAND_LINE = Program("命令行")
COLUMNS = {
    "prefix": "钥匙",
    "label": "给谁用",
    "login": "本人",
    "scopes": "权限",
    "region": "区划",
    "expires_on": "到期",
    "used_at": "最近用过",
    "state": "状态",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="new | list | revoke")
    new = ways.add_parser("new", help="开一把；只显示这一次")
    new.add_argument("login", help="以谁的身份：登录名")
    new.add_argument("label", help="给哪个系统用")
    words = "、".join(f"{key} {word}" for key, word in SCOPES.items())
    new.add_argument("--scope", action="append", required=True, help=f"权限，可写几次：{words}")
    new.add_argument("--region", default="", help="只限这个区划及以下")
    new.add_argument("--until", default="", help="到期日，写成 2026-12-31（不写是半年以后）")
    listing = ways.add_parser("list", help="列出有哪些")
    listing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")
    revoke = ways.add_parser("revoke", help="收回一把")
    revoke.add_argument("prefix", help="钥匙的前几位：tl_1a2b3c4d")


def new(args: argparse.Namespace, at: datetime) -> int:
    _, text = add_key(
        person=get_person(args.login),
        label=args.label,
        scopes=sorted(set(args.scope)),
        region_code=args.region,
        expires_on=day(args.until) if args.until else at.date() + USUAL,
        by=COMMAND_LINE,
        at=at,
    )
    print(text)
    return 0


def day(text: str) -> date:
    """A day as written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"没有开钥匙：到期日“{text}”看不懂。请写成 2026-12-31 的样子。") from None


def list_all(args: argparse.Namespace, at: datetime) -> int:
    rows = [
        {
            "prefix": key.prefix,
            "label": key.label,
            "login": key.person.login,
            "scopes": "、".join(key.scopes),
            "region": key.region_code,
            "expires_on": key.expires_on,
            "used_at": f"{key.use.at.astimezone(CHINA):%Y-%m-%d %H:%M}" if hasattr(key, "use") else "",
            "state": "在用" if is_open(key, at.date()) else "不能用了",
        }
        for key in list_keys(COMMAND_LINE)
    ]
    show(rows, COLUMNS, as_json=args.json)
    return 0


def run(args: argparse.Namespace) -> int:
    at = datetime.now(CHINA)
    if args.way == "new":
        return new(args, at)
    if args.way == "list":
        return list_all(args, at)
    key = revoke_key(prefix=args.prefix, by=COMMAND_LINE, at=at)
    print(f"{key.label}的钥匙 {key.prefix} 已收回。")
    return 0
