"""`tenglong match`: two files in, pairs with their reasons out."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenglong.cli.main import main

SPACES = """名称,资源类型,建筑面积（平方米）,土地面积,层高,可作用途,可分割,挂牌租金,可交付日期,\
楼面承重,配电容量,可办环评
花园用房,社区用房,10600,,3.6,康养、教育,,8,2026-05-01,,,
东坪厂房,厂房,15800,,6,,是,11,2026-06-01,,800,
"""
NEEDS = """需求名称,需要空间,用途,最小建筑面积,最大建筑面积,最小土地面积,最低层高,最低承重,\
最低配电容量,需要环评,最高租金,最晚入驻
康养医院,社区用房,康养,10000,,,3.3,,,,10,2026-12-31
养老院,社区用房,康养,15000,,,,,,,,
教室,社区用房,教育,2000,2500,,,,,,,
扩产,厂房,生产,8000,,,,,500,,13,2026-10-01
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    left, right = tmp_path / "spaces.csv", tmp_path / "needs.csv"
    left.write_text(SPACES, encoding="utf-8")
    right.write_text(NEEDS, encoding="utf-8")
    return left, right


def match(files: tuple[Path, Path], out: Path, *more: str, spec: str = "inventory.space") -> int:
    return main(["match", spec, str(files[0]), str(files[1]), "-o", str(out), *more])


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
def test_pairs_with_reasons_questions_and_the_allocation(files, tmp_path, capsys, engine) -> None:
    out = tmp_path / "out.csv"
    assert match(files, out, "--engine", engine) == 0
    printed = capsys.readouterr().out
    assert "建议分配 2 对，合计 121.0 分" in printed
    assert "没有办件状态" in printed  # nothing picks the rows, and it says so
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    found = {(row["资源"], row["需求"]): row for row in rows}
    assert found["花园用房", "康养医院"]["结论"] == "合适"
    assert found["花园用房", "康养医院"]["建议"] == "是"
    assert found["花园用房", "康养医院"]["得分"] == "76.6038"
    assert found["花园用房", "养老院"]["不符"] == "建筑面积不够"
    assert (found["花园用房", "教室"]["结论"], found["花园用房", "教室"]["待核实"]) == ("待核实", "资源的可分割")
    assert ("东坪厂房", "康养医院") not in found  # another kind of space is no near miss


def test_the_best_of_each_row_are_kept_and_parquet_is_read_and_written(files, tmp_path) -> None:
    rows = list(csv.DictReader(NEEDS.splitlines()))
    read = tmp_path / "needs.parquet"
    pq.write_table(pa.table({name: [row[name] or None for row in rows] for name in rows[0]}), read)
    out = tmp_path / "out.parquet"
    assert match((files[0], read), out, "--best", "1") == 0
    assert pq.read_table(out).column("需求").to_pylist() == ["扩产", "康养医院"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("10600", "很大"), "第 2 行，建筑面积：「很大」"),
        (lambda text: text.replace("东坪厂房", "花园用房"), "“花园用房”不止一行"),
        (lambda text: text.replace("层高", "层次").replace("租金", "价"), "spaces.csv 缺少 层高、挂牌租金。"),
    ],
)
def test_a_file_that_cannot_be_matched_is_refused_in_a_sentence(files, tmp_path, capsys, change, sentence) -> None:
    files[0].write_text(change(SPACES), encoding="utf-8")
    assert match(files, tmp_path / "out.csv") == 2
    assert sentence in capsys.readouterr().err


def test_every_column_that_both_files_lack_is_named(files, tmp_path, capsys) -> None:
    for path in files:
        path.write_text("备注,需要空间\n无,厂房\n", encoding="utf-8")
    assert match(files, tmp_path / "out.csv") == 2
    said = capsys.readouterr().err
    assert "spaces.csv 缺少 名称、资源类型、建筑面积" in said
    assert "needs.csv 缺少 需求名称、最小建筑面积" in said
    assert match(files, tmp_path / "out.csv", "--best", "0") == 2
    assert "每一行至少写一对" in capsys.readouterr().err


def test_what_is_not_there_is_refused(files, tmp_path, capsys) -> None:
    assert match(files, tmp_path / "out.csv", spec="inventory.spce") == 2
    assert "没有“inventory.spce”这个匹配。现有：inventory.space。" in capsys.readouterr().err
    assert match(files, tmp_path / "out.txt") == 2
    assert "只写 .xlsx 或 .csv 或 .parquet" in capsys.readouterr().err
