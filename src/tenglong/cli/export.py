"""`tenglong export`: the rows of a ledger that a person may see, as a workbook."""

import argparse
from pathlib import Path
from typing import Any

from tenglong.cli.disk import check_place, write_file
from tenglong.core.ledger import Field, Kind, show_value
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import open_fields
from tenglong.workbooks import write_separated, write_table

HELP = "导出台账：某人看得到的全部行，写成 xlsx 或 csv"
_AS_SHOWN = frozenset({Kind.TRUTH, Kind.REFERENCES})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help="台账：enterprise、parcel、plant、occupancy、observation，或机制里的台账、办理")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.xlsx 或 .csv")
    parser.add_argument("--as", dest="login", required=True, help="按谁的权限：登录名")


def run(args: argparse.Namespace) -> int:
    check_place(args.output, ".xlsx", ".csv", doing="导出")
    by = get_person(args.login)
    source = get_source(args.kind)
    fields = open_fields(by, source.ledger.fields)
    rows = [
        [_cell(field, row.get(field.key)) for field in fields] for row in source.rows(by, keys=[f.key for f in fields])
    ]
    write = write_separated if args.output.suffix == ".csv" else write_table
    write_file(args.output, write([_header(field) for field in fields], rows), doing="导出")
    print(f"{source.label} {len(rows)} 行，已写到 {args.output}。")
    return 0


def _header(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit else field.label


def _cell(field: Field, value: Any) -> Any:
    return show_value(field, value) if field.kind in _AS_SHOWN else value
