"""`tenglong export`: the rows of a ledger that a person may see, as a workbook."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tenglong.cli.disk import check_place, write_file
from tenglong.core.clocks import CHINA
from tenglong.core.ledger import Field, Kind, show_value
from tenglong.records.audit.reading import note
from tenglong.records.ledgers.exporting import export_rows
from tenglong.records.ledgers.registers import get_register, list_registers
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.masking import in_full
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import By, open_fields
from tenglong.workbooks import write_separated, write_table

HELP = "导出台账：某人看得到的全部行，写成 xlsx 或 csv"
Written = tuple[str, Sequence[str], Sequence[Sequence[Any]]]  # what it is, headers, rows
_AS_SHOWN = frozenset({Kind.TRUTH, Kind.REFERENCES})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help="台账：enterprise、parcel、plant、occupancy、observation，或机制里的台账、办理")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.xlsx 或 .csv")
    parser.add_argument("--as", dest="login", required=True, help="按谁的权限：登录名")
    parser.add_argument("--reason", default="", help="要个人信息时写原因，记入阅读记录；还要有这项权限，否则不带")


def run(args: argparse.Namespace) -> int:
    check_place(args.output, ".xlsx", ".csv", doing="导出")
    by = get_person(args.login)
    fields = _fields(by, args)
    label, headers, rows = _of_register(by, args.kind, fields) or _of_source(by, args.kind, fields)
    read = [field.label for field in fields if field.confidential or field.personal]
    note(by=by, at=datetime.now(CHINA), kind=args.kind, key="", fields=read, reason=args.reason, rows=len(rows))
    write = write_separated if args.output.suffix == ".csv" else write_table
    write_file(args.output, write(headers, rows), doing="导出")
    print(f"{label} {len(rows)} 行，已写到 {args.output}。")
    return 0


def _fields(by: By, args: argparse.Namespace) -> list[Field]:
    """The columns: those that `by` may see, what tells of a person only with the right and a reason."""
    is_register = args.kind in list_registers()
    ledger = get_register(args.kind).ledger if is_register else get_source(args.kind).ledger
    full = in_full(by, args.reason)
    return [field for field in open_fields(by, ledger.fields) if full or not field.personal]


def _of_register(by: By, kind: str, fields: Sequence[Field]) -> Written | None:
    """The rows of a register; None where there is no register of that kind."""
    if kind not in list_registers():
        return None
    register = get_register(kind)
    table = export_rows(register.find(by, keys=[field.key for field in fields]), fields)
    return register.ledger.label, table.headers, list(table.cells)


def _of_source(by: By, kind: str, fields: Sequence[Field]) -> Written:
    """The cases of a procedure, or whatever else is read as rows."""
    source = get_source(kind)
    found = source.rows(by, keys=[field.key for field in fields])
    rows = [[_cell(field, row.get(field.key)) for field in fields] for row in found]
    return source.label, [_header(field) for field in fields], rows


def _header(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit else field.label


def _cell(field: Field, value: Any) -> Any:
    return show_value(field, value) if field.kind in _AS_SHOWN else value
