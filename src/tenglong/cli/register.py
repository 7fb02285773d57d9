"""`tenglong register`: plots, plants and who uses them from a workbook, all of it or nothing."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tenglong.cli.disk import read_file
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.core.ledger import match_headers, read_row
from tenglong.records.audit.actions import change_set
from tenglong.records.people.queries import get_person
from tenglong.records.registry.actions import begin_occupancy, record_observation, register_parcel, register_plant
from tenglong.records.registry.kinds import KINDS, NUMBER
from tenglong.workbooks import read_table

HELP = "登记地块、厂房、用地和数据：按表格逐行登记，有一行不行就一行都不写"
ACTIONS: dict[str, Callable[..., object]] = {
    "parcel": register_parcel,
    "plant": register_plant,
    "occupancy": begin_occupancy,
    "observation": record_observation,
}
OF_ANOTHER = {kind: {"region_code"} for kind in ("plant", "occupancy", "observation")}  # follows, needs no column
BLANK: dict[str, dict[str, object]] = {"observation": {"period": "", "value": None}}  # what a source may leave open
CODE_WORDS = ("地块编号", "code")  # of a shape, in its properties
MOST_PROBLEMS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = "、".join(f"{kind} {KINDS[kind].label}" for kind in ACTIONS)
    parser.add_argument("kind", choices=ACTIONS, metavar="KIND", help=f"登记什么：{kinds}")
    parser.add_argument("file", type=Path, help="表格（xlsx、xls、csv），列名和 tenglong export 写出的一样")
    parser.add_argument("--as", dest="login", required=True, help="谁来登记：登录名")
    parser.add_argument("--shapes", type=Path, help="地块边界：GeoJSON 文件，坐标 CGCS2000，属性里有“地块编号”")


def run(args: argparse.Namespace) -> int:
    by, at, label = get_person(args.login), datetime.now(CHINA), KINDS[args.kind].label
    shapes = read_shapes(args.shapes) if args.shapes else {}
    problems, done = [], 0
    with change_set(by=by, at=at, action=f"registry.register_{args.kind}", summary=f"按表登记{label} {args.file.name}"):
        for number, values, unread in read_rows(args.kind, args.file):
            shape = {"shape": shapes[values["code"]]} if values.get("code") in shapes else {}
            try:
                if unread:
                    raise Refused(unread)
                ACTIONS[args.kind](**values, **shape, by=by, at=at)
                done += 1
            except Refused as refusal:
                problems.append(f"第 {number} 行：{refusal}")
        if problems:
            more = f"\n还有 {len(problems) - MOST_PROBLEMS} 行。" if len(problems) > MOST_PROBLEMS else ""
            raise Refused("\n".join([f"{label}一行也没有登记，请改好再来：", *problems[:MOST_PROBLEMS]]) + more)
    print(f"{label}登记了 {done} 行。")
    return 0


def read_rows(kind: str, path: Path) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Row number, values by field key, and what could not be read of them."""
    ledger = KINDS[kind]
    fields = [field for field in ledger.fields if field.key not in {NUMBER, *OF_ANOTHER.get(kind, ())}]
    table = read_table(read_file(path, doing="登记"), path.name, expected=[field.label for field in fields])
    columns = match_headers(fields, table.headers)
    if lost := [field.label for field in columns.missing if field.required or field.key == "region_code"]:
        raise Refused(f"{ledger.label}没有登记：{path.name} 里没有“{'”“'.join(lost)}”这一列。请补上。")
    for number, cells in table.records():
        row = read_row(fields, columns.pick(cells), columns.units)
        values = {key: value for key, value in row.values.items() if value is not None}
        yield number, {**BLANK.get(kind, {}), **values}, "".join(row.problems.values())


def read_shapes(path: Path) -> dict[str, Mapping[str, Any]]:
    """The geometry of each feature by the code of its plot."""
    try:
        features = json.loads(read_file(path, doing="读边界"))["features"]
        told = [(feature["properties"], feature["geometry"]) for feature in features]
    except (ValueError, TypeError, LookupError):
        raise Refused(f"{path.name} 看不懂：要的是 GeoJSON 的 FeatureCollection。请从制图软件重新导出。") from None
    return {str(about[word]): geometry for about, geometry in told for word in CODE_WORDS if about.get(word)}
