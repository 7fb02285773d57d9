"""`tenglong person add | password | off | on | code | list`: who signs in. A county's first people come this way."""

import argparse
from datetime import datetime
from getpass import getpass
from typing import Any

from django.db import transaction

from tenglong.cli.tables import show
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.playbooks import Role
from tenglong.records.people.accounts import (
    deactivate_person,
    reactivate_person,
    reset_password,
    reset_second_factor,
    set_password,
)
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.queries import get_anybody, get_person, list_everybody, list_units
from tenglong.records.people.rights import Program, roles
from tenglong.records.regions.queries import get_region

HELP = "添加人员、重设密码、停用和恢复、解除动态码，或列出有哪些人"
COLUMNS = {"login": "登录名", "name": "姓名", "roles": "岗位", "unit": "单位", "region": "区划", "state": "状态"}
COMMAND_LINE = Program("命令行")
SWITCHES = {
    "off": (deactivate_person, "停用一个人，随即退出；做过的事仍在他名下", "{}已停用。"),
    "on": (reactivate_person, "恢复一个停用的人", "{}已恢复。"),
    "code": (reset_second_factor, "解除动态码：手机丢了时用", "{}的动态码已解除。"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="add | password | off | on | code | list")
    add = ways.add_parser("add", help="添加一个人，密码当场输入两遍")
    add.add_argument("login", help="登录名")
    add.add_argument("name", help="姓名")
    add.add_argument("--role", required=True, help="岗位，写中文名或代号：管理员、园区专员……")
    add.add_argument("--region", default="", help="管到哪里：区划代码，含以下各级")
    add.add_argument("--unit", default="", help="单位代号，机制里用的就是它：zone、tax、natural-resources……")
    add.add_argument("--unit-name", default="", help="单位名称；单位还没有时要写")
    add.add_argument("--enterprise", default="", help="岗位是企业时，它的统一社会信用代码")
    add.add_argument("--post", default="", help="职务")
    password = ways.add_parser("password", help="重设密码；原来登录着的随即退出")
    password.add_argument("login", help="登录名")
    password.add_argument("--once", action="store_true", help="不用输：给一个只能用一次的，登录后要自己换")
    for way, (_, help_text, _) in SWITCHES.items():
        ways.add_parser(way, help=help_text).add_argument("login", help="登录名")
    listing = ways.add_parser("list", help="列出有哪些人")
    listing.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def add(args: argparse.Namespace) -> int:
    role = find_role(args.role)
    check_reach(role, args)
    check_there(args)
    password, who = ask_password(), {"by": COMMAND_LINE, "at": datetime.now(CHINA)}
    with transaction.atomic():
        unit = find_unit(args, who) if args.unit else None
        person = add_person(login=args.login, name=args.name, unit=unit, post=args.post, password=password, **who)
        grant_role(person=person, role=role.key, region_code=args.region, enterprise_code=args.enterprise, **who)
    print(f"已添加 {args.name}（{args.login}），岗位 {role.label}。")
    return 0


def find_unit(args: argparse.Namespace, who: dict[str, Any]) -> Any:
    """The unit of that key, added if it is new."""
    there = list_units().filter(key=args.unit).first()
    return there or add_unit(key=args.unit, name=args.unit_name, region_code=args.region, **who)


def find_role(words: str) -> Role:
    """The role with that key or label."""
    for role in roles().values():
        if words in (role.key, role.label):
            return role
    raise Refused(f"没有“{words}”这个岗位。可选：{'、'.join(role.label for role in roles().values())}。")


def check_reach(role: Role, args: argparse.Namespace) -> None:
    """Refuse a grant by which the person would see nothing."""
    if role.sees == "own":
        if not args.enterprise:
            raise Refused(f"没有添加：{role.label}只看自己企业的。请用 --enterprise 写统一社会信用代码。")
        return
    if not args.region:
        raise Refused(f"没有添加：没有写{role.label}管到哪里。请用 --region 写区划代码，例如 --region 330802。")
    if role.sees == "unit" and not args.unit:
        raise Refused(f"没有添加：{role.label}看本单位的办件。请用 --unit 写单位代号。")


def check_there(args: argparse.Namespace) -> None:
    """Refuse before the password is asked for what could not be done after it."""
    if list_everybody().filter(login=args.login).exists():
        raise Refused(f"没有添加：登录名“{args.login}”已经有人使用。请换一个登录名。")
    if args.region:
        get_region(args.region)
    if args.unit and not args.unit_name and not list_units().filter(key=args.unit).exists():
        raise Refused(f"没有添加：还没有代号为“{args.unit}”的单位。请用 --unit-name 写上它的名称。")


def ask_password() -> str:
    """Asked for twice, never shown."""
    password = getpass("密码：")
    if getpass("再输一遍：") != password:
        raise Refused("没有办成：两遍密码不一样。请重新来一次。")
    return password


def renew(login: str, once: bool) -> int:
    person, who = get_person(login), {"by": COMMAND_LINE, "at": datetime.now(CHINA)}
    if once:
        print(f"{person.name}（{login}）的一次性密码：{reset_password(person=person, **who)}")
        return 0
    set_password(person=person, password=ask_password(), **who)
    print(f"{person.name}（{login}）的密码已重设。")
    return 0


def switch(way: str, login: str) -> int:
    act, _, said = SWITCHES[way]
    person = get_anybody(login)
    act(person=person, by=COMMAND_LINE, at=datetime.now(CHINA))
    print(said.format(f"{person.name}（{login}）"))
    return 0


def run(args: argparse.Namespace) -> int:
    if args.way == "add":
        return add(args)
    if args.way == "password":
        return renew(args.login, args.once)
    if args.way in SWITCHES:
        return switch(args.way, args.login)
    rows = []
    for person in list_everybody():
        grants = list(person.grants.all())
        rows.append(
            {
                "login": person.login,
                "name": person.name,
                "roles": "、".join(roles()[grant.role].label for grant in grants if grant.role in roles()),
                "unit": person.unit.name if person.unit else "",
                "region": "、".join(grant.region_code or grant.enterprise_code for grant in grants),
                "state": "在用" if person.is_active else "停用",
            }
        )
    show(rows, COLUMNS, as_json=args.json)
    return 0
