"""How plots, plants and who uses them come into a county: a workbook for each, all of it or nothing."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web.county import square

from tenglong.cli.main import main
from tenglong.playbooks import find_folders
from tenglong.records.audit.models import ChangeSet, Reading
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.registry.actions import register_enterprise
from tenglong.records.registry.models import Observation, Occupancy, Parcel, Plant

PARCELS = """地块编号,地块名称,区划,面积（亩）,用途
P-1,东坪路2号,330802101,20.5,工业用地
P-2,东坪路4号,330802101,12,工业用地
"""
PLANTS = "厂房编号,厂房名称,地块,建筑面积（平方米）,层数\nP-1-1,一号厂房,P-1,9600,2\n"
USES = f"地块,企业,使用方式,面积（亩）,起始日期,来源\nP-1,{FIRM_CODE},自有,20.5,2019-05-01,不动产权证\n"


@pytest.fixture
def register(people: People, tmp_path: Path):
    """`tenglong register` with a table of that text, as that person."""
    register_enterprise(code=FIRM_CODE, name="石桥包装厂", region_code=TOWN, by=SETUP, at=DAY_ONE)
    assert people.officer

    def run(kind: str, text: str, *more: str, login: str = "wangmin") -> int:
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        return main(["register", kind, str(file), "--as", login, *more])

    return run


def test_plots_with_their_shapes_plants_and_uses(register, tmp_path: Path, capsys):
    shapes = tmp_path / "边界.geojson"
    feature = {"type": "Feature", "properties": {"地块编号": "P-2"}, "geometry": square(118.77, 28.948)}
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert register("parcel", PARCELS, "--shapes", str(shapes)) == 0
    assert "地块登记了 2 行" in capsys.readouterr().out
    assert register("plant", PLANTS) == register("occupancy", USES) == 0
    assert [(one.code, str(one.area_mu), one.shape is None) for one in Parcel.objects.all()] == [
        ("P-1", "20.500000", True),
        ("P-2", "12.000000", False),
    ]
    assert Plant.objects.get().parcel.code == "P-1"
    assert Occupancy.objects.get().enterprise.code == FIRM_CODE
    assert ChangeSet.objects.filter(action="registry.register_parcel").count() == 1


def test_figures_of_a_firm_that_the_evaluation_looks_at(register):
    told = f"对象,指标,期间,数值,单位,来源\nenterprise:{FIRM_CODE},评价税收,2022,68.6,万元,企业填报\n"
    assert register("observation", told) == 0
    found = Observation.objects.get()
    assert (found.enterprise_code, found.region_code, str(found.value)) == (FIRM_CODE, TOWN, "68.600000")


def test_what_one_county_exports_another_registers(register, tmp_path: Path):
    register("parcel", PARCELS)
    out = tmp_path / "地块.xlsx"
    assert main(["export", "parcel", "-o", str(out), "--as", "wangmin"]) == 0
    assert main(["register", "parcel", str(out), "--as", "wangmin"]) == 2  # they are there already
    assert Parcel.objects.count() == 2


def test_persons_leave_a_county_only_with_the_right_and_a_reason(people: People, tmp_path: Path):
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    register_enterprise(code=FIRM_CODE, name="石桥包装厂", region_code=TOWN, by=SETUP, at=DAY_ONE)
    values = {"需求名称": "扩产用厂房", "需求方": "石桥包装厂", "企业": FIRM_CODE, "需要空间": "厂房"}
    case = open_case(procedure="needs.meet", values=values, by=people.officer, at=DAY_ONE)
    told = {"需求来源": "走访", "联系人": "石磊 13905700000"}
    move_case(number=case.number, act="finish", step="register", values=told, by=people.officer, at=DAY_ONE)
    out = tmp_path / "需求.csv"

    def exported(login: str, *reason: str) -> str:
        assert main(["export", "needs.meet", "-o", str(out), "--as", login, *reason]) == 0
        return out.read_text(encoding="utf-8-sig")

    assert "13905700000" not in exported("wangmin", "--reason", "公安机关调查函")
    assert "13905700000" not in exported(people.administrator.login)
    assert "石磊 13905700000" in exported(people.administrator.login, "--reason", "公安机关调查函")
    assert Reading.objects.get(reason="公安机关调查函", by__contains=people.administrator.login).kind == "needs.meet"


@pytest.mark.parametrize(
    ("kind", "text", "sentences"),
    [
        ("parcel", PARCELS + "P-1,又一块,330802101,3,工业用地\n", ["第 4 行：", "P-1 已经登记过"]),
        ("parcel", PARCELS + "P-3,,330802101,许多,工业用地\n", ["第 4 行：地块名称：没有填", "面积："]),
        ("parcel", PARCELS + "P-3,邻县的,330803,3,工业用地\n", ["第 4 行：", "330803 不在您的授权范围内"]),
        ("parcel", "地块编号,地块名称\nP-1,东坪路2号\n", ["没有“区划”“面积”“用途”这一列"]),
        ("plant", PLANTS, ["第 2 行：", "P-1"]),
        ("occupancy", USES, ["第 2 行：", "P-1"]),
    ],
)
def test_one_bad_row_and_nothing_is_written(kind, text, sentences, register, capsys):
    assert register(kind, text) == 2
    told = capsys.readouterr().err
    assert [sentence for sentence in sentences if sentence not in told] == []
    assert not Parcel.objects.exists()


def test_more_land_than_there_is_and_people_without_the_right(register, capsys):
    register("parcel", PARCELS)
    assert register("occupancy", USES.replace("20.5,2019", "99,2019")) == 2
    assert "共 20.5 亩" in capsys.readouterr().err
    assert register("plant", PLANTS, login="chenli") == 2
    assert not Occupancy.objects.exists()


def test_shapes_that_are_none(register, tmp_path: Path, capsys):
    (tmp_path / "x.geojson").write_text("[]", encoding="utf-8")
    assert register("parcel", PARCELS, "--shapes", str(tmp_path / "x.geojson")) == 2
    assert "要的是 GeoJSON" in capsys.readouterr().err
