"""tenglong import, import undo and export."""

import json
from pathlib import Path

import pytest
from tests.people import DAY_ONE
from tests.records.imports.conftest import TWIN
from tests.records.imports.test_enterprises import FIRM

from tenglong.cli.main import main
from tenglong.records.registry.actions import change_enterprise
from tenglong.records.registry.models import Enterprise
from tenglong.workbooks import read_table


def said(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_file_goes_in_by_the_command_line_and_out_again(province, tmp_path: Path, capsys):
    report = tmp_path / "退回.xlsx"
    line = ["import", "enterprises", str(TWIN), "--as", "suyan", "--report", str(report)]
    assert main([*line, "--dry-run", "--json"]) == 0
    assert said(capsys)["status"] == "dropped"
    assert not Enterprise.objects.exists()
    assert len(read_table(report.read_bytes(), report.name).rows) == 60
    assert main([*line, "--json"]) == 0
    told = said(capsys)
    assert (told["read"], told["verdicts"]["new"], told["verdicts"]["refused"]) == (60, 45, 12)
    assert told["reasons"]["重复行"] == 1
    assert Enterprise.objects.count() == 45
    change_enterprise(code=FIRM, scale="规上", by=province, at=DAY_ONE)
    undo = ["import", "undo", str(told["batch"]), "--as", "suyan"]
    assert main(undo) == 1
    assert "导入之后又改过" in capsys.readouterr().out
    assert main([*undo, "--conflicts", "keep", "--json"]) == 0
    assert said(capsys)["status"] == "reversed"
    assert Enterprise.objects.get().code == FIRM


@pytest.mark.usefixtures("province")
def test_what_is_printed_for_people(capsys):
    assert main(["import", "enterprises", str(TWIN), "--as", "wangmin"]) == 0
    printed = capsys.readouterr().out
    assert "已写入：读到 60 行" in printed
    assert "退回    55" in printed
    assert "不在授权区划" in printed


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["import", "enterprises", "nowhere.csv", "--as", "wangmin"], "读不到文件 nowhere.csv"),
        (["import", "enterprises", str(TWIN), "--as", "nobody"], "没有登录名为“nobody”的人员"),
        (["import", "enterprises", str(TWIN), "--as", "guoke"], "您的岗位没有这项权限"),
        (["import", "firms", str(TWIN), "--as", "wangmin"], "没有这一种表"),
        (["import", "enterprises", str(TWIN), "--as", "wangmin", "--report", "nowhere/a.xlsx"], "没有这个文件夹"),
        (["import", "enterprises", str(TWIN), "--as", "wangmin", "--report", "a.pdf"], "只写 .xlsx"),
        (["import", "undo", "x", "--as", "wangmin"], "“x”不是批号"),
        (["import", "undo", "²", "--as", "wangmin"], "“²”不是批号"),
        (["import", "undo", "12", "--as", "wangmin"], "没有找到第 12 批导入"),
        (["export", "enterprise", "-o", "a.pdf", "--as", "wangmin"], "只写 .xlsx 或 .csv"),
        (["export", "enterprise", "-o", "nowhere/a.csv", "--as", "wangmin"], "没有这个文件夹"),
        (["export", "nothing", "-o", "a.csv", "--as", "wangmin"], "没有叫“nothing”的台账"),
    ],
)
def test_bad_input_is_a_sentence(argv: list[str], sentence: str, capsys):
    assert main(argv) == 2
    assert sentence in capsys.readouterr().err
    assert not Enterprise.objects.exists()


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("name", ["企业.xlsx", "企业.csv"])
def test_an_export_has_what_the_person_sees_and_can_be_read_again(tmp_path: Path, capsys, name: str):
    main(["import", "enterprises", str(TWIN), "--as", "suyan"])
    for login, rows in {"suyan": 45, "wangmin": 5, "liqing": 0, "linyuan": 0}.items():
        capsys.readouterr()
        assert main(["export", "enterprise", "-o", str(tmp_path / f"{login}-{name}"), "--as", login]) == 0
        assert f"企业 {rows} 行" in capsys.readouterr().out
    assert main(["import", "enterprises", str(tmp_path / f"suyan-{name}"), "--as", "suyan", "--json"]) == 0
    assert said(capsys)["verdicts"] == {
        "new": 0,
        "changed": 0,
        "unchanged": 45,
        "refused": 0,
        "doubtful": 0,
        "conflict": 0,
    }
    mine = read_table((tmp_path / f"wangmin-{name}").read_bytes(), name)
    assert {cells["区划"] for _, cells in mine.records()} == {"330802"}
