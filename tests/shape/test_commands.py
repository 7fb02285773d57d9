"""The command line says what it cannot do in a sentence, and prints tables that line up."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tenglong.cli.main import main
from tenglong.cli.tables import show, width

SOURCES = Path(__file__).resolve().parents[2] / "src"
COLUMNS = {"name": "企业", "tax_wan": "税收（万元）", "on": "日期"}
ROWS = [
    {"name": "青禾五金", "tax_wan": Decimal("412.6"), "on": date(2025, 12, 31), "hidden": 1},
    {"name": "ABC", "tax_wan": None, "on": None},
]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["nothing"], "没有“nothing”这条命令"),
        (["dev"], "看不懂这条命令：缺少 task"),
        (["dev", "paint"], "task：没有“paint”，可选 "),
        (["dev", "check", "--strange"], "不认识 --strange"),
        (["dev", "bench", "no_such_benchmark"], "没有这个测速：no_such_benchmark"),
        (["serve", "--strange"], "不认识 --strange"),
        (["serve", "--port", "many"], "“many”不是端口，应在 1 到 65535 之间"),
        (["serve", "--port", "99999999"], "“99999999”不是端口"),
        (["story"], "缺少 run"),
        (["worktime", "count", "2026-01-01"], "缺少 TO"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", printed.err.partition("请看")[0]), (
        "English inside a Chinese sentence"
    )


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert {"serve", "test", "dev"} <= {line.split()[0] for line in capsys.readouterr().out.splitlines() if line}


def test_help_is_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["import", "--help"])
    assert left.value.code == 0
    assert not re.search(r"\b(usage|options|show|positional)\b", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("TENGLONG_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "数据库打不开"),
        ("TENGLONG_DATABASE_URL", "mysql://127.0.0.1/none", "只认 postgresql://"),
        ("TENGLONG_HOME", "/proc/none", "不能启动：建不了文件夹 /proc/none"),
        ("TENGLONG_MECHANISMS", "/none", "/none 不是文件夹"),
    ],
)
def test_a_wrong_setting_is_a_sentence(tmp_path: Path, setting: str, value: str, sentence: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "TENGLONG_HOME": str(tmp_path), "PYTHONUTF8": "1", setting: value}
    command = [sys.executable, "-m", "tenglong.cli.main", "import", "enterprises", "x.csv", "--as", "x", "--dry-run"]
    command = command if setting != "TENGLONG_MECHANISMS" else [*command[:3], "screens", "x"]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr


def test_columns_line_up_under_chinese_titles(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS)
    title, full, empty = capsys.readouterr().out.splitlines()
    assert [width(line[: line.index(cell)]) for line, cell in ((title, "税收"), (full, "412.6"))] == [10, 10]
    assert empty == "ABC"


def test_machines_get_the_keys_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, as_json=True)
    assert json.loads(capsys.readouterr().out) == [
        {"name": "青禾五金", "tax_wan": "412.6", "on": "2025-12-31"},
        {"name": "ABC", "tax_wan": None, "on": None},
    ]
