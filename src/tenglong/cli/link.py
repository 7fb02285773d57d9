"""`tenglong link A [B] -o OUT`: which rows of two files, or of one, are the same firm, and why."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.cli.data import PARQUET, WRITTEN, read_parquet, write_data
from tenglong.cli.disk import check_place, read_file
from tenglong.core.clocks import CHINA
from tenglong.core.ledger import match_headers
from tenglong.core.linking import Band, Mention
from tenglong.core.linking.words import FEATURES, say
from tenglong.engines.linking import clusters, link
from tenglong.records.ledgers.registers import list_registers
from tenglong.records.links.known import places, table_of, valid_code
from tenglong.records.links.reading import ALIASES, FIELDS, CannotLink, cells_of, read_roll
from tenglong.records.links.registers import roll_of_register
from tenglong.records.people.queries import get_person

HELP = "比对：两份名册（或一份之内）哪些行是同一家企业，写出结论和逐项证据"
DOING = "比对"
SIDES = ("名称", "代码", "地址")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file's mentions, and the number of the row of each."""

    numbers: list[int]
    mentions: list[Mention]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "left", metavar="A", type=Path, help="名册：csv、xlsx 或 parquet，表头有企业名称，有代码、地址更好；或一个台账"
    )
    parser.add_argument("--as", dest="login", help="A 或 B 是台账（例如 drainage.permit）时，按谁的权限读：登录名")
    parser.add_argument("right", metavar="B", type=Path, nargs="?", help="另一份名册；不给就在 A 之内查重")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.xlsx、.csv 或 .parquet")
    parser.add_argument("--only", choices=["same", "asked"], help="只写 same 同一家的，或 asked 待定的")


def run(args: argparse.Namespace) -> int:
    check_place(args.output, *WRITTEN, doing=DOING)
    left = _read(args.left, args.login)
    right = _read(args.right, args.login) if args.right else left
    pairs = link(table_of(left.mentions), table_of(right.mentions) if args.right else None, places())
    counted = {band: pc.sum(pc.equal(pairs["band"], band.name)).as_py() or 0 for band in (Band.SAME, Band.DOUBTFUL)}
    told = f"{args.left.name} {len(left.mentions)} 行，"
    told += f"{args.right.name} {len(right.mentions)} 行；" if args.right else f"{_firms(left, pairs)} 家企业；"
    if args.only:
        wanted = Band.SAME if args.only == "same" else Band.DOUBTFUL
        pairs = pairs.filter(pc.equal(pairs["band"], wanted.name))
    rows = list(_rows(pairs, left, right))
    columns = [pa.array(column) for column in zip(*rows, strict=True)] or [pa.nulls(0)] * len(_headers())
    write_data(args.output, pa.table(columns, _headers()), doing=DOING)
    print(
        f"{told}同一家 {counted[Band.SAME]} 对，待定 {counted[Band.DOUBTFUL]} 对；{len(rows)} 对已写到 {args.output}。"
    )
    return 0


def _read(path: Path, login: str | None) -> Handed:
    if str(path) in list_registers() and not path.exists():
        if not login:
            raise CannotLink(f"不能比对台账 {path}：没有说按谁的权限读。请加 --as 登录名。")
        data, name = roll_of_register(str(path), by=get_person(login), on=datetime.now(CHINA).date())
        found = list(cells_of(read_roll(data, name)))
    elif path.suffix == PARQUET:
        found = _from_parquet(read_parquet(path, doing=DOING), path)
    else:
        found = list(cells_of(read_roll(read_file(path, doing=DOING), path.name)))
    return Handed([number for number, _ in found], [Mention(**said) for _, said in found])


def _from_parquet(table: pa.Table, path: Path) -> list[tuple[int, dict[str, str]]]:
    fields = {field.key: header for header, field in match_headers(FIELDS, table.column_names, ALIASES).fields.items()}
    if "name" not in fields:
        raise CannotLink(f"不能比对“{path.name}”：没有“企业名称”这一列。请在表头写明，例如 企业名称、单位名称。")
    said = [{key: str(row[header] or "") for key, header in fields.items()} for row in table.to_pylist()]
    return [(number, row) for number, row in enumerate(said, 1) if row["name"]]


def _firms(left: Handed, pairs: pa.Table) -> int:
    """How many firms one file speaks of, where what is sure is one."""
    codes = [valid_code(mention.code) for mention in left.mentions]
    return len(set(clusters(len(left.mentions), pairs, codes).tolist()))


def _headers() -> list[str]:
    sides = [f"{side}{column}" for side in ("左", "右") for column in ("行", *SIDES)]
    return ["结论", "权重", *sides, *(FEATURES[feature] for feature in _FEATURES)]


_FEATURES = ("code", "name", "place", "branch", "address")


def _rows(pairs: pa.Table, left: Handed, right: Handed) -> Iterator[Sequence[object]]:
    for row in pairs.to_pylist():
        yield (
            Band[row["band"]].value,
            row["weight"],
            *_side(left, row["left_row"]),
            *_side(right, row["right_row"]),
            *_evidence(row),
        )


def _side(handed: Handed, at: int) -> tuple[int, str, str, str]:
    one = handed.mentions[at]
    return handed.numbers[at], one.name, one.code, one.address


def _evidence(row: Mapping[str, str]) -> Iterator[str]:
    return (say(feature, row[feature]) for feature in _FEATURES)
