"""`tenglong score`: a scorecard over a workbook, without a server; what does not fit is one sentence."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tenglong.cli.main import main
from tenglong.workbooks import read_table

HEADER = (
    "企业名称,统一社会信用代码,规模,评价税收（万元）,用地面积,工业增加值,综合能耗,主要污染物排放量,"
    "年平均职工人数,研发经费支出,主营业务收入"
)
ROWS = """
虚构青禾五金,K1,规上,240.97,10,1361.6,505.4194,0.27619726,75.0606,302,10000
虚构东坪机械,K2,规上,120.485,10,680.8,505.4194,,75.0606,151,10000
虚构西岭塑料,K3,规上,,10,680.8,505.4194,,75.0606,151,10000
虚构小铺,K4,规下,10,10,680.8,505.4194,,75.0606,151,10000
虚构无名,K5,,10,10,680.8,505.4194,,75.0606,151,10000
"""
CARD = "evaluation.above_scale"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8-sig")
    return path


def scores(path: Path) -> list[dict[str, object]]:
    return [cells for _, cells in read_table(path.read_bytes(), path.name).records()]


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
def test_scores_come_out_by_rank_with_their_points(
    data: Path, tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "得分.csv"
    command = ["score", CARD, str(data), "-o", str(out), "--engine", engine, "--set", "A类上限=50%"]
    assert main(command) == 0
    first, second, third = scores(out)
    assert (first["统一社会信用代码"], first["总分"], first["名次"], first["类别"]) == ("K1", "100.00", "1", "A")
    assert (second["单位排放增加值得分是代替的"], second["类别未定"]) == ("是", "不知道是不是B")
    assert (third["统一社会信用代码"], third["总分"], third["低效企业清单"]) == ("K3", None, "未知")
    said = capsys.readouterr().out
    assert "2 个参评；1 个缺数据没有总分；1 个认不出是否参评（K5）" in said
    assert "参数 B类上限、C类上限、低效线 没有值" in said


def test_engines_write_the_same_parquet_and_a_workbook_and_a_parquet_can_be_read(data: Path, tmp_path: Path) -> None:
    found = {}
    for engine in ("duckdb", "reference"):
        out = tmp_path / f"{engine}.parquet"
        assert main(["score", CARD, str(data), "-o", str(out), "--engine", engine]) == 0
        found[engine] = pq.read_table(out)
    assert found["duckdb"].equals(found["reference"])
    book = tmp_path / "得分.xlsx"
    assert main(["score", CARD, str(data), "-o", str(book)]) == 0
    assert [row["名次"] for row in scores(book)] == [1, 2, None]


def test_one_subject_is_explained(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", CARD, str(data), "--explain", "K2"]) == 0
    said = capsys.readouterr().out
    assert "亩均税收：评价税收 120.485 万元 ÷ 用地面积 10 亩 = 12.05 万元/亩；基准 24.097 万元/亩" in said
    assert "用全体的平均分 10 分代替" in said
    assert "名次：第 2 名，共 2 个参评，位次 100.00%" in said


def test_a_parquet_of_figures_is_read(data: Path, tmp_path: Path) -> None:
    import pyarrow as pa

    rows = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in ROWS.strip().splitlines()]
    words = ("企业名称", "统一社会信用代码", "规模")
    columns = {
        name: [row[name] or None if name in words else float(row[name]) if row[name] else None for row in rows]
        for name in HEADER.split(",")
    }
    file, out, again = tmp_path / "d.parquet", tmp_path / "o.parquet", tmp_path / "c.parquet"
    pq.write_table(pa.table(columns), file)
    assert main(["score", CARD, str(file), "-o", str(out)]) == 0
    assert main(["score", CARD, str(data), "-o", str(again)]) == 0
    assert pq.read_table(out).equals(pq.read_table(again))


@pytest.mark.parametrize(
    ("change", "more", "sentence"),
    [
        ({}, ["-o", "得分.pdf"], "只写 .xlsx 或 .csv 或 .parquet"),
        ({}, [], "没有说结果写到哪里"),
        ({}, ["--explain", "K9"], "说明不了“K9”"),
        ({}, ["--explain", "K5"], "认不出它是不是参评对象"),
        ({}, ["--explain", "K1", "--set", "没有=1"], "没有叫“没有”的参数"),
        ({}, ["--explain", "K1", "--set", "低效线=nan"], "“低效线”的值“nan”不是数"),
        ({}, ["--explain", "K1", "--key", "厂名"], "没有“厂名”这一列"),
        ({"主营业务收入": "收入"}, ["--explain", "K1"], "缺少 主营业务收入"),
        ({"240.97": "很多"}, ["--explain", "K1"], "第 2 行，评价税收"),
        ({"K2": "K1"}, ["--explain", "K1"], "“K1”不止一行"),
        ({"K2": ""}, ["--explain", "K1"], "有 1 行没有写是谁"),
        ({"240.97": "9999999999999999"}, ["--explain", "K1"], "“K1”的“亩均税收”算出来超过"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    data: Path, change: dict[str, str], more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = data.read_text(encoding="utf-8-sig")
    for old, new in change.items():
        text = text.replace(old, new, 1)
    data.write_text(text, encoding="utf-8-sig")
    code = main(["score", CARD, str(data), *more])
    printed = capsys.readouterr()
    assert (code, sentence in printed.err) == (2, True)
    assert "Traceback" not in printed.err


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("above_scale", "请写成 机制.名字"),
        ("nothing.above_scale", "不是文件夹"),
        ("evaluation.none", "没有叫“none”的评价。现有：evaluation.above_scale"),
    ],
)
def test_a_scorecard_that_is_not_there_is_a_sentence(
    data: Path, asked: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", asked, str(data), "--explain", "K1"]) == 2
    assert sentence in capsys.readouterr().err
