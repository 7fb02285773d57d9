"""`tenglong link`: two files, or one, from the command line."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.records.links.rolls import FIRMS, TAX, permits, register_firms

from tenglong.cli.main import main
from tenglong.workbooks import read_table


@pytest.fixture
def files(people, tmp_path: Path) -> tuple[Path, Path]:  # noqa: ARG001  asks for the regions
    registry, tax = tmp_path / "登记.csv", tmp_path / "税务.csv"
    rows = [f"{name},{code},{address}" for code, (name, address) in FIRMS.items()]
    registry.write_text("\n".join(["企业名称,统一社会信用代码,注册地址", *rows]), encoding="utf-8")
    tax.write_text(TAX, encoding="utf-8")
    return tax, registry


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_two_files(files, ending, capsys):
    out = files[0].with_name(f"结果.{ending}")
    assert main(["link", *map(str, files), "-o", str(out)]) == 0
    assert "税务.csv 5 行，登记.csv 3 行；同一家 2 对，待定 1 对" in capsys.readouterr().out
    rows = (
        pq.read_table(out).to_pylist()
        if ending == "parquet"
        else [row for _, row in read_table(out.read_bytes(), out.name).records()]
    )
    assert [(row["结论"], int(row["左行"]), int(row["右行"])) for row in rows] == [
        ("同一家", 2, 2),
        ("同一家", 3, 3),
        ("待定", 4, 4),
    ]
    assert rows[1]["地址"] == "地址到门牌相同"


def test_a_register_is_read_by_the_rights_of_a_person(people, files, capsys):
    register_firms()
    permits(people.administrator)
    out = files[0].with_name("许可.csv")
    assert main(["link", "water.permit", str(files[1]), "-o", str(out)]) == 2
    assert "请加 --as 登录名" in capsys.readouterr().err
    command = ["link", "water.permit", str(files[1]), "-o", str(out), "--as"]
    assert main([*command, people.administrator.login]) == 0
    assert "water.permit 1 行，登记.csv 3 行；同一家 1 对" in capsys.readouterr().out
    assert main([*command, people.neighbour.login]) == 2  # of the next county: sees none of the rows
    assert "不用比对“排水许可”" in capsys.readouterr().err


def test_one_file_is_searched_for_what_it_has_twice(files, capsys):
    out = files[0].with_name("重复.csv")
    assert main(["link", str(files[0]), "-o", str(out), "--only", "same"]) == 0
    assert "4 家企业；同一家 1 对" in capsys.readouterr().out


def test_a_parquet_file_is_read_and_one_without_names_is_refused(files, capsys):
    good, bad, out = (files[0].with_name(name) for name in ("名册.parquet", "电量.parquet", "结果.csv"))
    pq.write_table(pa.table({"单位名称": [name for name, _ in FIRMS.values()], "税号": list(FIRMS)}), good)
    assert main(["link", str(good), str(files[1]), "-o", str(out)]) == 0
    assert "同一家 3 对" in capsys.readouterr().out
    pq.write_table(pa.table({"用电量": [12]}), bad)
    assert main(["link", str(bad), "-o", str(out)]) == 2
    assert "没有“企业名称”这一列" in capsys.readouterr().err
