"""`tenglong report`: a report of a period, or a document of a case, as a Word file or a workbook."""

import argparse
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tenglong.cli.disk import check_place, write_file
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.core.report.paper import Paper
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import By, check_may
from tenglong.reports import draw_document, draw_report, write_word, write_workbook

HELP = "出报告或文书：一个期间的报告写成 docx 或 xlsx，一件办件的文书写成 docx"
DOING = "出报告"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="报告，例如 briefing.monthly；写了 --case 时是文书，例如 agreement")
    parser.add_argument("--period", help="期间，例如 2022-07、2022Q2、2022H1、2022")
    parser.add_argument("--for", dest="audience", default="", help="对象，例如 county、city、province；不写是第一种")
    parser.add_argument("--case", help="办件号：出这一件的文书")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.docx，报告也可以 .xlsx")
    parser.add_argument("--as", dest="login", required=True, help="按谁的权限：登录名")


def run(args: argparse.Namespace) -> int:
    check_place(args.output, *((".docx",) if args.case else (".docx", ".xlsx")), doing=DOING)
    by, at = get_person(args.login), datetime.now(CHINA)
    check_may(by, "open_rows")
    paper = _paper(args, by, at)
    data = (
        write_workbook(paper, settings.ADDRESS, by)
        if args.output.suffix == ".xlsx"
        else write_word(paper, settings.ADDRESS)
    )
    write_file(args.output, data, doing=DOING)
    print(f"{paper.name}，已写到 {args.output}。")
    return 0


def _paper(args: argparse.Namespace, by: By, at: datetime) -> Paper:
    if args.case:
        return draw_document(args.name, number=args.case, by=by, at=at)
    if not args.period:
        raise Refused("不能出报告：没有写期间。请加 --period，例如 --period 2022-07；出办件的文书请加 --case。")
    return draw_report(args.name, period=args.period, audience=args.audience, by=by, on=at.date())
