"""`tenglong score`: a scorecard over a table of figures, without a server."""

import argparse
import os
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tenglong.cli.data import WRITTEN, write_data
from tenglong.cli.disk import check_place
from tenglong.cli.mechanisms import load_around
from tenglong.cli.score_files import DOING, KEY, read_figures, shown
from tenglong.core.errors import Refused
from tenglong.core.scorecard import Scorecard, explain
from tenglong.engines.columns import as_value
from tenglong.engines.scored import ScoredTable
from tenglong.engines.scoring import ENGINES, score
from tenglong.playbooks import Loaded
from tenglong.records.registry.kinds import KINDS
from tenglong.records.scores.trial import DIGITS

HELP = "综合评价：按一份评价办法给一张数据表打分、排名、分类"
_NAMED = 3  # how many are named in a sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scorecard", help="哪份评价：evaluation.above_scale，或 机制的文件夹.名字")
    parser.add_argument("data", type=Path, help="数据表（csv、xlsx、parquet），表头写公式里的名称，一个评价对象一行")
    parser.add_argument("-o", "--output", type=Path, help="写到哪里：.csv、.xlsx 或 .parquet")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="计算引擎（默认 duckdb）")
    parser.add_argument(
        "--set", action="append", default=[], metavar="名称=数", help="给一个未公布的参数一个值，可写几次"
    )
    parser.add_argument("--key", metavar="列名", help="哪一列认得出每个评价对象（默认按台账，例如统一社会信用代码）")
    parser.add_argument("--explain", metavar="KEY", help="说明这一个评价对象的得分、名次和类别怎么来的")


def run(args: argparse.Namespace) -> int:
    if args.output is not None:
        check_place(args.output, *WRITTEN, doing=DOING)
    elif args.explain is None:
        raise Refused("不能评价：没有说结果写到哪里。请写 -o 文件名，或用 --explain 说明其中一个。")
    scorecard, keys = find_scorecard(args.scorecard)
    scorecard = with_values(scorecard, args.set)
    keys = [args.key] if args.key else keys
    table = read_figures(args.data, scorecard, keys)
    found = score(scorecard, table, engine=args.engine, threads=os.cpu_count() or 1)
    if args.explain is not None:
        tell(found, table, args.explain)
    if args.output is not None:
        write_data(args.output, shown(found, keys[0]), doing=DOING)
        print(summary(found, args.output))
    return 0


def find_scorecard(asked: str) -> tuple[Scorecard, list[str]]:
    """A scorecard by `mechanism.name` or `folder.name`, and the words that may head the column of its subjects."""
    folder, _, name = asked.rpartition(".")
    if not folder or not name or os.sep in name:
        raise Refused(f"看不懂“{asked}”：请写成 机制.名字，例如 evaluation.above_scale。")
    own = settings.MECHANISMS_ROOT / folder
    loaded, asked_for = load_around(own if own.is_dir() and os.sep not in folder else Path(folder))
    for bad in (loaded.bad[one] for one in asked_for if one in loaded.bad):
        raise bad
    scorecards = loaded.mechanisms[asked_for[0]].scorecards
    key = f"{asked_for[0]}.{name}"
    if key not in scorecards:
        others = "、".join(scorecards) or "没有"
        raise Refused(f"机制“{asked_for[0]}”里没有叫“{name}”的评价。现有：{others}。")
    return scorecards[key], key_words(loaded, scorecards[key].over)


def key_words(loaded: Loaded, over: str) -> list[str]:
    """What names a row of the ledger: its identity, then its title."""
    ledgers = {
        **KINDS,
        **{key: one for mechanism in loaded.mechanisms.values() for key, one in mechanism.ledgers.items()},
    }
    ledger = ledgers.get(over)
    return [ledger.field(key).label for key in dict.fromkeys([*ledger.identity[:1], ledger.title])] if ledger else []


def with_values(scorecard: Scorecard, given: list[str]) -> Scorecard:
    """The scorecard with values for parameters that its rule does not publish."""
    values = {}
    labels = [one.label for one in scorecard.parameters]
    for text in given:
        label, _, value = text.partition("=")
        if label.strip() not in labels:
            raise Refused(f"没有叫“{label}”的参数。现有：{'、'.join(labels) or '没有'}。")
        values[label.strip()] = _number(label, value)
    parameters = tuple(replace(one, value=values.get(one.label, one.value)) for one in scorecard.parameters)
    return replace(scorecard, parameters=parameters)


def _number(label: str, text: str) -> str:
    try:
        number = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number.adjusted() >= DIGITS:
        raise Refused(f"“{label}”的值“{text}”不是数，或大得没有意义。请写成 {label}=20。")
    return str(number)


def tell(found: ScoredTable, table: pa.Table, key: str) -> None:
    """Print how one subject's total, rank and class came about."""
    outcome = found.outcome()
    scored = next((one for one in outcome.subjects if one.key == key), None)
    if scored is None:
        why = "认不出它是不是参评对象" if key in found.unsure else "它不在参评范围里，或数据表里没有它"
        raise Refused(f"说明不了“{key}”：{why}。请查对。")
    (row,) = table.filter(pc.equal(table[KEY], key)).to_pylist()
    values = {code: as_value(value) for code, value in row.items()}
    for reason in explain(found.scorecard, values, scored, outcome.ranked):
        print(f"{reason.title}：{reason.sentence}" + (f"（{reason.source}）" if reason.source else ""))


def summary(found: ScoredTable, output: Path) -> str:
    """One paragraph: how many, who is left out, what the rule does not say."""
    without = found.rows.num_rows - found.ranked
    parts = [f"{found.scorecard.label}：{found.ranked} 个参评"]
    if without:
        parts.append(f"{without} 个缺数据没有总分")
    if found.unsure:
        more = " 等" if len(found.unsure) > _NAMED else ""
        parts.append(f"{len(found.unsure)} 个认不出是否参评（{'、'.join(found.unsure[:_NAMED])}{more}）")
    if unset := [one.label for one in found.scorecard.parameters if one.value is None]:
        parts.append(f"参数 {'、'.join(unset)} 没有值，用到的地方都是未知，可用 --set 给出")
    return f"{'；'.join(parts)}。已写到 {output}。"
