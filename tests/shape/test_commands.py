"""The command line says what it cannot do in a sentence, and prints tables that line up."""

import json
from datetime import date
from decimal import Decimal

import pytest

from tenglong.cli.main import main
from tenglong.cli.tables import show, width

COLUMNS = {"name": "企业", "tax_wan": "税收（万元）", "on": "日期"}
ROWS = [
    {"name": "青禾五金", "tax_wan": Decimal("412.6"), "on": date(2025, 12, 31), "hidden": 1},
    {"name": "ABC", "tax_wan": None, "on": None},
]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["nothing"], "没有“nothing”这条命令"),
        (["dev"], "看不懂这条命令"),
        (["dev", "paint"], "看不懂这条命令"),
        (["dev", "check", "--strange"], "不认识 --strange"),
        (["dev", "bench", "no_such_benchmark"], "没有这个测速：no_such_benchmark"),
        (["serve", "--strange"], "不认识 --strange"),
        (["serve", "--port", "many"], "看不懂这条命令"),
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


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert {"serve", "test", "dev"} <= {line.split()[0] for line in capsys.readouterr().out.splitlines() if line}


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
