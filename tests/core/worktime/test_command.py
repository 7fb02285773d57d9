"""`tenglong worktime`, as typed."""

import json

import pytest

from tenglong.cli.main import main


@pytest.mark.parametrize(
    ("argv", "row"),
    [
        (["add", "2024-02-09", "1"], {"start": "2024-02-09", "days": 1, "on": "2024-02-18", "note": ""}),
        (["add", "2024年2月18日", "-1"], {"start": "2024-02-18", "days": -1, "on": "2024-02-09", "note": ""}),
        (["add", "2024-02-10", "0"], {"start": "2024-02-10", "days": 0, "on": "2024-02-18", "note": ""}),
        (
            ["add", "2026-12-25", "5"],
            {"start": "2026-12-25", "days": 5, "on": "2027-01-01", "note": "暂定：没有 2027 年的放假安排"},
        ),
        (
            ["count", "2024-01-01", "2025-01-01"],
            {"from": "2024-01-01", "to": "2025-01-01", "workdays": 251, "note": ""},
        ),
        (
            ["count", "2026-12-01", "2029-01-01"],
            {"from": "2026-12-01", "to": "2029-01-01", "workdays": 544, "note": "暂定：没有 2027 至 2029 年的放假安排"},
        ),
    ],
)
def test_answers(argv: list[str], row: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", *argv, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [row]


def test_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", "count", "2024-02-09", "2024-02-19"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "起日（含）  止日（不含）  工作日数  说明",
        "2024-02-09  2024-02-19    2",
    ]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["add", "2024-02-30", "1"], "不能计算：「2024-02-30」这一天不存在，请查对年月日。"),
        (["add", "soon", "1"], "不能计算：「soon」不是日期"),
        (["add", "2024-02-09", "1.5"], "不能推算：“1.5”不是天数，请写整数，例如 5 或 -5。"),
        (["add", "2024-02-09", "9999999"], "超出了历法能表示的年份，请减少天数。"),
        (["add", "2024-02-09", "-9999999"], "超出了历法能表示的年份，请减少天数。"),
        (["count", "2024-02-09", "2024-02-08"], "不能计数：止日 2024-02-08 早于起日 2024-02-09，请把两个日期对调。"),
        ([], "看不懂这条命令"),
        (["add", "2024-02-09"], "看不懂这条命令"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["worktime", *argv]) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.out == ""
