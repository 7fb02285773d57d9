"""`tenglong report` in a process: files by their names, what cannot be drawn in a sentence."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from tests.reports.conftest import Yards

from tenglong.cli.main import main


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*words: str, login: str = "wangmin") -> int:
    return main(["report", *words, "--as", login])


def test_a_report_is_written_as_word_and_as_a_workbook(
    yards: Yards, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name in ("monthly.docx", "monthly.xlsx"):
        out = tmp_path / name
        assert report("probe.monthly", "--period", "2022-07", "--for", "city", "-o", str(out)) == 0, yards
        assert out.read_bytes().startswith(b"PK")
        assert f"园区服务中心2022年7月清退情况，已写到 {out}。" in capsys.readouterr().out
    said = [one.text for one in docx.Document(BytesIO((tmp_path / "monthly.docx").read_bytes())).paragraphs]
    assert "市里：" in said


def test_a_document_of_a_case_is_written(yards: Yards, tmp_path: Path):
    out = tmp_path / "deed.docx"
    assert report("deed", "--case", yards.numbers["东坪堆场"], "-o", str(out)) == 0
    assert docx.Document(str(out)).paragraphs[0].text == "腾空协议"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["probe.monthly", "-o", "x.docx"], "没有写期间"),
        (["probe.monthly", "--period", "2022", "-o", "x.docx"], "按月出"),
        (["probe.weekly", "--period", "2022-07", "-o", "x.docx"], "没有叫“probe.weekly”的报告"),
        (["probe.monthly", "--period", "2022-07", "-o", "x.pdf"], "只写 .docx 或 .xlsx"),
        (["deed", "--case", "2022-0001", "-o", "x.xlsx"], "只写 .docx"),
        (["deed", "--case", "2022-9999", "-o", "x.docx"], "没有办件 2022-9999"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(
    yards: Yards, elsewhere: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
):
    assert report(*words) == 2, yards
    assert sentence in capsys.readouterr().err
    assert not list(elsewhere.iterdir())


def test_who_may_not_open_numbers_draws_nothing(yards: Yards, elsewhere: Path, capsys: pytest.CaptureFixture[str]):
    number = yards.numbers["东坪堆场"]
    for words in (["probe.monthly", "--period", "2022-07"], ["deed", "--case", number]):
        assert report(*words, "-o", "x.docx", login="shilei") == 2
        assert "不能查看明细" in capsys.readouterr().err
    assert not list(elsewhere.iterdir())
