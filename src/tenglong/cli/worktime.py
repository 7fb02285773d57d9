"""`tenglong worktime add DATE DAYS | count FROM TO`: working days by the decreed calendar."""

import argparse
from datetime import date, timedelta

from tenglong.cli.tables import show
from tenglong.core.decreed import seed_calendar
from tenglong.core.errors import Refused
from tenglong.core.ledger.dates import read_date
from tenglong.core.ledger.values import CannotRead
from tenglong.core.worktime import Calendar

HELP = "推算工作日（放假和调休按国务院办公厅的通知）"
ADDED = {"start": "起日", "days": "工作日数", "on": "到日", "note": "说明"}
COUNTED = {"from": "起日（含）", "to": "止日（不含）", "workdays": "工作日数", "note": "说明"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two questions and their arguments."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="add|count")
    add = questions.add_parser("add", help="某日之后第几个工作日是哪天")
    add.add_argument("start", metavar="DATE", help="起日，当天不计，例如 2026-11-20")
    add.add_argument("days", metavar="DAYS", help="工作日数；负数往前数，0 是当天或其后第一个工作日")
    count = questions.add_parser("count", help="一段时间里有几个工作日")
    count.add_argument("from_", metavar="FROM", help="起日，计入")
    count.add_argument("to", metavar="TO", help="止日，不计入")
    for question in (add, count):
        question.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the answer; Refused says what was not understood."""
    calendar = seed_calendar()
    if args.question == "add":
        row, columns = _added(calendar, _day(args.start), _number(args.days)), ADDED
    else:
        row, columns = _counted(calendar, _day(args.from_), _day(args.to)), COUNTED
    show([row], columns, as_json=args.json)
    return 0


def _added(calendar: Calendar, start: date, days: int) -> dict[str, object]:
    try:
        on = calendar.add_workdays(start, days)
        first, last = sorted((start, on))
        note = _note(calendar, first, last + timedelta(days=1))
    except (OverflowError, ValueError):
        raise Refused(f"不能推算：{start} 加 {days} 个工作日，超出了历法能表示的年份，请减少天数。") from None
    return {"start": start, "days": days, "on": on, "note": note}


def _counted(calendar: Calendar, from_: date, to: date) -> dict[str, object]:
    if to < from_:
        raise Refused(f"不能计数：止日 {to} 早于起日 {from_}，请把两个日期对调。")
    return {"from": from_, "to": to, "workdays": calendar.count_workdays(from_, to), "note": _note(calendar, from_, to)}


def _note(calendar: Calendar, from_: date, to: date) -> str:
    years = calendar.undecreed_years(from_, to)
    if not years:
        return ""
    said = f"{years[0]}" if len(years) == 1 else f"{years[0]} 至 {years[-1]}"
    return f"暂定：没有 {said} 年的放假安排"


def _day(text: str) -> date:
    try:
        return read_date(text)
    except CannotRead as why:
        raise Refused(f"不能计算：{why}。") from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refused(f"不能推算：“{text}”不是天数，请写整数，例如 5 或 -5。") from None
