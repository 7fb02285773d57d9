"""`tenglong match SPEC LEFT RIGHT -o OUT`: pairs of two files' rows, with verdict, score, reasons and allocation."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from tenglong.cli.data import WRITTEN, read_data, write_data
from tenglong.cli.disk import check_place
from tenglong.cli.mechanisms import load_around
from tenglong.core.errors import Refused
from tenglong.core.ledger import Ledger
from tenglong.core.matching import POINT, WORDS, Match, On, Side, judge, keys_read
from tenglong.engines import Engine, engine
from tenglong.engines.assignment import allocate
from tenglong.engines.pairing import Pairs, choose, pair
from tenglong.playbooks import Mechanism, procedure_ledger
from tenglong.records.registry.kinds import KINDS

HELP = "匹配：两份数据逐对判断，写出结论、得分、理由和建议的分配"
NUMBER = "case_number"
DOING = "匹配"
Rows = Mapping[str, Mapping[str, object]]  # by what names them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC", help="哪个匹配：inventory.space，或 机制所在的文件夹/inventory.space")
    parser.add_argument("left", metavar="LEFT", type=Path, help="左边的数据：csv、xlsx 或 parquet，表头写字段名称")
    parser.add_argument("right", metavar="RIGHT", type=Path, help="右边的数据")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪里：.xlsx、.csv 或 .parquet")
    parser.add_argument("--engine", choices=["duckdb", "reference"], default="duckdb", help="计算引擎（默认 duckdb）")
    parser.add_argument("--best", type=int, default=20, help="左边每一行最多写几对，好的在前（默认 20）")


def run(args: argparse.Namespace) -> int:
    check_place(args.output, *WRITTEN, doing=DOING)
    if args.best < 1:
        raise Refused(f"不能匹配：--best 写的是 {args.best}，每一行至少写一对。请写 1 或更大的数。")
    match, ledgers = find_match(args.spec)
    runner = engine(args.engine)
    paths = {On.LEFT: args.left, On.RIGHT: args.right}
    given = {on: read_data(paths[on], ledgers[on].fields, doing=DOING) for on in On}
    check_columns(match, ledgers, given, paths)
    tables = {on: _chosen(match.side(on), given[on], paths[on], runner) for on in On}
    keys = (_key(ledgers[On.LEFT], tables[On.LEFT]), _key(ledgers[On.RIGHT], tables[On.RIGHT]))
    pairs = pair(match, tables[On.LEFT], tables[On.RIGHT], keys, runner)
    chosen = allocate(pairs)
    sides = [{str(row[key]): row for row in tables[on].to_pylist()} for on, key in zip(On, keys, strict=True)]
    rows = list(_rows(pairs, sides[0], sides[1], chosen, args.best))
    columns = [pa.array(column) for column in zip(*rows, strict=True)] or [pa.nulls(0)] * len(_headers(match))
    write_data(args.output, pa.table(columns, _headers(match)), doing=DOING)
    suggested = f"建议分配 {chosen.num_rows} 对，合计 {sum(chosen.column('score').to_pylist()) / POINT:,.1f} 分"
    print(f"{match.left.word} {len(pairs.lefts)} 行，{match.right.word} {len(pairs.rights)} 行；{suggested}；"
          f"{len(rows)} 对已写到 {args.output}。")  # fmt: skip
    return 0


def find_match(spec: str) -> tuple[Match, Mapping[On, Ledger]]:
    """The match that a command names, and the ledgers of its sides."""
    path = Path(spec)
    root = path.parent if path.parent.name else settings.MECHANISMS_ROOT
    loaded, _ = load_around(root)
    mechanism = path.name.partition(".")[0]
    if mechanism in loaded.bad:
        raise loaded.bad[mechanism]
    found = {key: match for one in loaded.mechanisms.values() for key, match in one.matches.items()}
    if path.name not in found:
        raise Refused(f"没有“{path.name}”这个匹配。现有：{'、'.join(found) or '没有'}。")
    match = found[path.name]
    return match, {on: _ledger(loaded.mechanisms, match.side(on).over) for on in On}


def _ledger(mechanisms: Mapping[str, Mechanism], key: str) -> Ledger:
    if key in KINDS:
        return KINDS[key]
    mechanism = mechanisms[key.partition(".")[0]]
    return procedure_ledger(mechanism, key) if key in mechanism.procedures else mechanism.ledgers[key]


def check_columns(
    match: Match, ledgers: Mapping[On, Ledger], tables: Mapping[On, pa.Table], paths: Mapping[On, Path]
) -> None:
    """Refuse with every column that the conditions read and a file does not have, by its label."""
    judged = [*(hard.that for hard in match.hard), *(soft.score for soft in match.soft)]
    lacking = []
    for on in On:
        needed = dict.fromkeys([_key(ledgers[on], tables[on]), *keys_read(judged, on)])
        labels = [ledgers[on].field(key).label for key in needed if key not in tables[on].column_names]
        if labels:
            lacking.append(f"{paths[on].name} 缺少 {'、'.join(labels)}")
    if lacking:
        raise Refused(f"不能匹配：{'；'.join(lacking)}。表头要写字段名称，请补上这几列，没有内容的空着。")


def _chosen(side: Side, table: pa.Table, path: Path, runner: Engine) -> pa.Table:
    """The rows that the side picks; where the file lacks what picks them, every row is taken."""
    missing = [spec.name for spec in side.where.names if spec.code not in table.column_names] if side.where else []
    if missing:
        print(f"{path} 里没有{'、'.join(missing)}，{side.word}不按“{side.where.formula.text}”挑选，全部参加。")
        return table
    return choose(side, table, runner)


def _key(ledger: Ledger, table: pa.Table) -> str:
    """What names a row: a case's number where the file has it, else its identity of one field, else its title."""
    named = (NUMBER, *ledger.identity) if len(ledger.identity) == 1 else (NUMBER,)
    return next((key for key in named if key in table.column_names), ledger.title)


def _headers(match: Match) -> list[str]:
    worth = [soft.label for soft in match.soft]
    return [match.left.word, match.right.word, "结论", "得分", "建议", *worth, "不符", "待核实"]


def _rows(pairs: Pairs, lefts: Rows, rights: Rows, chosen: pa.Table, most: int) -> Iterator[tuple[object, ...]]:
    """The best pairs of each left row, each judged anew for its reasons; a pair of the allocation is always there."""
    suggested = set(zip(*(chosen.column(name).to_pylist() for name in ("left_row", "right_row")), strict=True))
    for left, right in pairs.best(most, suggested):
        judged = judge(pairs.match, lefts[pairs.lefts[left]], rights[pairs.rights[right]])
        worth = (one.points / POINT for one in judged.preferences)
        yield (
            pairs.lefts[left],
            pairs.rights[right],
            WORDS[judged.verdict],
            judged.score / POINT,
            "是" if (left, right) in suggested else "",
            *worth,
            "；".join(one.hard.reason for one in judged.failed),
            "；".join(ask.name for ask in judged.asks),
        )
