"""`tenglong import`: a workbook goes into the registry, or comes back marked; and out again."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from tenglong.cli.disk import check_place, read_file, write_file
from tenglong.cli.tables import show
from tenglong.core.errors import Refused
from tenglong.geo import Datum
from tenglong.records.imports.actions import Conflict, apply, drop, stage, undo
from tenglong.records.imports.kinds import IMPORTS
from tenglong.records.imports.marked import marked
from tenglong.records.imports.queries import VERDICTS, counts, get_batch, reasons
from tenglong.records.people.queries import get_person

HELP = "导入表格：逐行给出结论，写入能用的，退回有问题的；可以撤销"
VERDICT = {"verdict": "结论", "rows": "行数"}
REASON = {"reason": "退回原因", "rows": "行数"}
CONFLICT = {"number": "行", "key": "编号", "label": "字段", "imported": "导入的", "now": "现在的", "why": "为什么"}
UNDO = "undo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = "、".join(f"{kind.key} {kind.label}" for kind in IMPORTS.values())
    parser.add_argument("kind", help=f"表的种类：{kinds}；或一种办理，例如 requests.handle，一行受理一件；或 undo 撤销")
    parser.add_argument("file", help="表格文件（xlsx、xls、csv；边界用 GeoJSON）；撤销时是批号")
    parser.add_argument("--as", dest="login", required=True, help="谁来导入：登录名")
    parser.add_argument("--dry-run", action="store_true", help="只看结论，不写入")
    parser.add_argument("--report", type=Path, help="把每行结论写成一份 xlsx")
    parser.add_argument("--conflicts", choices=("keep", "force"), help="撤销时，导入后又改过的值：保留，或也退回")
    datums = "、".join(f"{datum.name}（{datum}）" for datum in Datum)
    parser.add_argument("--datum", default="", help=f"边界图形的坐标系，必须写明：{datums}")
    parser.add_argument("--meridian", type=int, help="三度分带的东坐标前没有带号时：中央子午线，例如 120")
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")


def run(args: argparse.Namespace) -> int:
    return _undo(args) if args.kind == UNDO else _import(args)


def _import(args: argparse.Namespace) -> int:
    by, at = get_person(args.login), timezone.localtime()
    path = Path(args.file)
    data = read_file(path, doing="导入")
    if args.report:
        check_place(args.report, ".xlsx", doing="把结论写")
    drawn = {"datum": args.datum, "meridian": args.meridian}
    batch = stage(kind=args.kind, data=data, name=path.name, by=by, at=at, **drawn)
    finish = drop if args.dry_run else apply
    batch = finish(batch_id=batch.pk, by=by, at=at)
    if args.report:
        write_file(args.report, marked(batch), doing="把结论写")
    verdicts, why = counts(batch), reasons(batch)
    if args.json:
        told = {"batch": batch.pk, "status": batch.status, "read": batch.rows_read, "skipped": batch.rows_skipped}
        print(json.dumps({**told, "verdicts": verdicts, "reasons": dict(why)}, ensure_ascii=False, indent=2))
        return 0
    print(f"第 {batch.pk} 批，{batch.get_status_display()}：读到 {batch.rows_read} 行，跳过 {batch.rows_skipped} 行。")
    show([{"verdict": VERDICTS[verdict], "rows": rows} for verdict, rows in verdicts.items()], VERDICT)
    if why:
        show([{"reason": reason, "rows": rows} for reason, rows in why], REASON)
    return 0


def _undo(args: argparse.Namespace) -> int:
    if not (args.file.isascii() and args.file.isdigit()):
        raise Refused(f"不能撤销：“{args.file}”不是批号。请写数字，例如 tenglong import undo 12。")
    by, at = get_person(args.login), timezone.localtime()
    found = undo(batch_id=int(args.file), by=by, at=at, conflicts=args.conflicts)
    batch = get_batch(by, int(args.file))
    if args.json:
        told = {"batch": batch.pk, "status": batch.status, "conflicts": [asdict(conflict) for conflict in found]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print_conflicts(found)
        print(f"第 {batch.pk} 批，{batch.get_status_display()}。")
    undecided = bool(found) and args.conflicts is None
    if undecided and not args.json:
        print("还没有撤销。请先看上面几处，再用 --conflicts keep 保留它们，或用 --conflicts force 也退回。")
    return 1 if undecided else 0


def _print_conflicts(found: tuple[Conflict, ...]) -> None:
    if found:
        show([asdict(conflict) for conflict in found], CONFLICT)
