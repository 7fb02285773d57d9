"""`tenglong audit seal | verify | head | archive`: the sealed history of changes."""

import argparse
import json
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from tenglong.cli.disk import check_place
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.records.audit import archive, sealing
from tenglong.records.audit.verifying import Finding, Verified, verify

HELP = "封存变更历史，核对有没有被改动，导出封存头和档案"
KEPT_DAYS = 183  # six months, which the law asks for (网络安全法 第二十一条); what is younger is not for the archive
BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", required=True, metavar="seal | verify | head | archive")
    ways.add_parser("seal", help="把还没有封存的变更集封存；网页服务开着时它自己会做")
    check = ways.add_parser("verify", help="与封存核对：改动、删除、插入的记录都找得出来")
    check.add_argument("--head", type=Path, help="再与以前导出的封存头核对：末尾被删、整体改写也找得出来")
    check.add_argument("--archive", type=Path, help="只核对一个档案文件，不看数据库")
    check.add_argument("--json", action="store_true", help="给程序读：一份 JSON")
    head = ways.add_parser("head", help="导出封存头，交审计部门保存")
    head.add_argument("-o", "--output", type=Path, required=True, help="写到哪个 .json 文件")
    old = ways.add_parser("archive", help="把半年以前封存的变更历史另存一份档案，数据库里的不动")
    old.add_argument("-o", "--output", type=Path, required=True, help="写到哪个 .gz 文件")
    old.add_argument("--until", help="到哪一天为止（不含），默认半年前")


def seal() -> int:
    print(f"封存了 {sealing.seal(at=datetime.now(CHINA), whole=True):,} 个变更集。")
    return 0


def export_head(path: Path) -> int:
    check_place(path, ".json", doing="导出封存头")
    if (newest := sealing.head()) is None:
        raise Refused("没有导出封存头：还没有封存过。请先运行 tenglong audit seal。")
    archive.write_head(path, newest, at=datetime.now(CHINA))
    print(f"封存头（第 {newest.number:,} 号）已写到 {path}。请交到本系统之外保存。")
    return 0


def export_archive(path: Path, until: str | None) -> int:
    check_place(path, ".gz", doing="导出档案")
    latest = datetime.now(CHINA) - timedelta(days=KEPT_DAYS)
    done = archive.write_archive(path, until=min(moment(until), latest) if until else latest)
    print(f"{done.seals:,} 个变更集已写到 {path}，到第 {done.head.number:,} 号封存为止。数据库里的没有动。")
    return 0


def moment(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"没有导出：日期“{text}”看不懂。请写成 2023-01-31 的样子。") from None
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def compare(args: argparse.Namespace) -> int:
    """Exit code 0: everything is as it was sealed; 1: something is not."""
    if args.archive:
        done = archive.verify_archive(args.archive)
        return tell(done.findings, {"sealed": done.seals, "head": done.head.number}, args)
    started = time.monotonic()
    found = verify(head=archive.read_head(args.head) if args.head else None, each=progress)
    seconds = time.monotonic() - started
    if not args.json:
        print(in_words(found, seconds))
    told = {"sealed": found.sealed, "changes": found.changes, "unsealed": found.unsealed, "erased": found.erased}
    return tell(tuple(found.findings), {**told, "late": found.late, "seconds": round(seconds, 1)}, args)


def in_words(found: Verified, seconds: float) -> str:
    """What was compared."""
    lines = [f"核对了 {found.sealed:,} 个变更集、{found.changes:,} 行变更，用 {seconds:.1f} 秒。"]
    if found.unsealed:
        lines.append(f"还有 {found.unsealed:,} 个没有封存，最早的是 {found.oldest_unsealed:%Y-%m-%d %H:%M}。")
    if found.erased:
        lines.append(f"{found.erased:,} 个个人信息已依法删除，封存不受影响。")
    if found.late:
        lines.append(f"{len(found.late)} 个变更集迟于后面的编号封存，如 {found.late[0]}；多人同时写入时会有。")
    return "\n".join(lines)


def tell(findings: tuple[Finding, ...], told: dict[str, object], args: argparse.Namespace) -> int:
    if args.json:
        problems = [{"change_set": one.change_set, "says": one.says} for one in findings]
        print(json.dumps({**told, "holds": not findings, "findings": problems}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(one.says for one in findings) or "与封存一致。")
    return BROKEN if findings else 0


def progress(done: int) -> None:
    """Shown on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r已核对 {done:,} 个…", end="", file=sys.stderr, flush=True)


def run(args: argparse.Namespace) -> int:
    match args.way:
        case "seal":
            return seal()
        case "head":
            return export_head(args.output)
        case "archive":
            return export_archive(args.output, args.until)
        case _:
            return compare(args)
