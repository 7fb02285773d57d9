"""Tables in the shapes in which their publishers give them: invented twins, with the same traps."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.people import DAY_ONE, SETUP, People

from tenglong.geo import from_wkb
from tenglong.records.imports.actions import CannotImport, apply, decide_rows, stage, undo
from tenglong.records.imports.queries import changes_in, counts, list_rows, reasons
from tenglong.records.ledgers.registers import get_register
from tenglong.records.regions.models import Region
from tenglong.records.regions.queries import get_region, list_regions
from tenglong.records.registry.actions import register_enterprise, register_parcel
from tenglong.records.registry.models import Industry, Parcel, Term

from .whole import everything

TWINS = Path(__file__).parents[2] / "data"
AT = datetime(2026, 1, 5, tzinfo=UTC)
GEAR = "91330800MA5X23988K"


@pytest.fixture
def keeper(people: People):  # noqa: ARG001  asks for the regions
    """An administrator of the whole province."""
    from tenglong.records.people.actions import add_person, grant_role

    person = add_person(login="suyan", name="苏燕", by=SETUP, at=DAY_ONE)
    grant_role(person=person, role="administrator", region_code="33", by=SETUP, at=DAY_ONE)
    return person


def hand_in(who, kind: str, name: str, **drawn):
    return stage(kind=kind, data=(TWINS / name).read_bytes(), name=name, by=who, at=AT, **drawn)


def take_in(who, kind: str, name: str, **drawn):
    batch = hand_in(who, kind, name, **drawn)
    decide_rows(batch_id=batch.pk, way="take", verdict="doubtful", by=who, at=AT)
    return apply(batch_id=batch.pk, by=who, at=AT)


def verdicts(batch) -> dict[str, int]:
    return {verdict: rows for verdict, rows in counts(batch).items() if rows}


TABLES = {
    "divisions_twin.csv": ("regions", 6, {"new": 3, "refused": 3}),
    "gbt2260_twin.csv": ("regions", 11, {"new": 7, "changed": 3, "refused": 1}),
    "zones_twin.csv": ("zones", 4, {"new": 2, "refused": 2}),
    "industries_2017_twin.csv": ("industries_2017", 8, {"new": 5, "refused": 3}),
    "industries_crosswalk_twin.csv": ("industries_2011", 7, {"new": 3, "unchanged": 3, "refused": 1}),
    "land_supply_twin.csv": ("land_supply", 12, {"new": 5, "doubtful": 2, "refused": 5}),
    "boundaries_twin.geojson": ("region_outlines", 6, {"changed": 3, "doubtful": 1, "refused": 2}),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_file_goes_in_and_undo_leaves_every_value_as_it_was(keeper, name: str):
    kind, rows, expected = TABLES[name]
    drawn = {"datum": "GCJ02"} if name.endswith("geojson") else {}
    before = everything()
    batch = hand_in(keeper, kind, name, **drawn)
    assert (batch.rows_read, verdicts(batch)) == (rows, expected)
    assert all(row.reason and row.sentence for row in list_rows(batch).filter(verdict__in=("refused", "doubtful")))
    decide_rows(batch_id=batch.pk, way="take", verdict="doubtful", by=keeper, at=AT)
    apply(batch_id=batch.pk, by=keeper, at=AT)
    assert everything() != before
    again = counts(hand_in(keeper, kind, name, **drawn))
    late = int(name == "gbt2260_twin.csv")  # what lies in a row behind it comes the second time
    assert (again["new"], again["changed"]) == (late, 0)
    assert undo(batch_id=batch.pk, by=keeper, at=AT) == ()
    assert everything() == before


def test_levels_and_parents_follow_from_codes(keeper):
    batch = take_in(keeper, "regions", "divisions_twin.csv")
    street = Region.objects.get(code="330802120")
    assert (street.level, street.parent_id, street.kind) == ("town", "330802", "行政区划")
    assert Region.objects.get(code="330802401").kind == "类似乡级单位"  # no administrative unit
    assert Region.objects.get(code="330802120001").parent_id == "330802120"  # a row before it
    assert dict(reasons(batch)) == {"上级不符": 1, "区划代码有误": 1, "内容读不出": 1}


def test_codes_that_were_given_up_stay_with_their_last_edition(keeper):
    take_in(keeper, "regions", "gbt2260_twin.csv")
    old = Region.objects.get(code="330821")
    assert (old.name, old.last_edition, old.successor) == ("衢县", "GB/T 2260-2001", "330803")
    assert get_region("330821").name == "衢江区"
    assert "330821" not in set(list_regions("3308").values_list("code", flat=True))
    assert Region.objects.get(code="9900").name == "省辖县"  # six digits that no province has twice
    assert Region.objects.get(code="990021").parent_id == "9900"


def test_a_parent_stands_before_what_lies_in_it(keeper):
    batch = hand_in(keeper, "regions", "gbt2260_twin.csv")
    (row,) = list_rows(batch, "refused")
    assert row.number == 11
    assert "9855 排在这一行后面" in row.sentence


def test_codes_may_be_added_everywhere_but_changed_only_at_home(people: People):
    text = "code,name\n44,新省\n330803,改名区\n330802,柯城区\n"
    batch = stage(kind="regions", data=text.encode(), name="r.csv", by=people.administrator, at=AT)
    assert [row.verdict for row in list_rows(batch)] == ["new", "refused", "changed"]
    with pytest.raises(CannotImport, match="您的岗位不能登记或修改“区划”"):
        stage(kind="regions", data=text.encode(), name="r.csv", by=people.officer, at=AT)


def test_a_zone_is_a_region_of_its_province(keeper):
    take_in(keeper, "zones", "zones_twin.csv")
    zone = Region.objects.get(name="澜樾经济技术开发区")
    assert (zone.code, zone.level, zone.parent_id) == ("33K101991", "zone", "33")
    assert (zone.kind, zone.category) == ("开发区", "经济技术开发区")


def test_undo_of_regions_keeps_what_others_hang_on_and_says_so(keeper):
    batch = take_in(keeper, "regions", "divisions_twin.csv")
    register_enterprise(code=GEAR, name="衢州澜樾齿轮制造有限公司", region_code="330802120", by=SETUP, at=AT)
    conflicts = undo(batch_id=batch.pk, by=keeper, at=AT)
    assert [(conflict.key, conflict.why) for conflict in conflicts] == [("330802120", "已经有企业，不能移除")]
    assert Region.objects.filter(code="330802120001").exists()  # nothing was done
    undo(batch_id=batch.pk, by=keeper, at=AT, conflicts="keep")
    assert set(Region.objects.filter(code__startswith="3308021").values_list("code", flat=True)) >= {"330802120"}
    assert not Region.objects.filter(code="330802120001").exists()


def test_a_parent_of_what_stays_stays(keeper):
    batch = take_in(keeper, "regions", "divisions_twin.csv")
    get_register("region").save(key="330802120001", values={"name": "新绿樾社区"}, version=None, by=keeper, at=AT)
    conflicts = undo(batch_id=batch.pk, by=keeper, at=AT)
    assert {conflict.key for conflict in conflicts} >= {"330802120001"}
    undo(batch_id=batch.pk, by=keeper, at=AT, conflicts="keep")
    assert Region.objects.get(code="330802120001").name == "新绿樾社区"
    assert Region.objects.filter(code="330802120").exists()
    assert not Region.objects.filter(code="330802401").exists()


def test_industries_and_what_became_of_the_older_edition(keeper):
    take_in(keeper, "industries_2017", "industries_2017_twin.csv")
    batch = take_in(keeper, "industries_2011", "industries_crosswalk_twin.csv")
    now = Industry.objects.get(edition="2017", code="9811")
    assert (now.level, now.parent, now.note) == ("小类", "981", "指甲一之上者")
    old = Industry.objects.get(edition="2011", code="981")
    assert (old.successors, old.level, old.parent) == ("981、982", "中类", "98")  # by to_code, not by to_code_all
    assert Industry.objects.get(edition="2011", code="9810").successors == "9811、9812"
    assert dict(reasons(batch)) == {"并入同一旧代码的行": 3, "版本不符": 1}


def test_a_land_supply_row_is_a_parcel_and_its_promises(keeper):
    register_enterprise(code=GEAR, name="衢州澜樾齿轮制造有限公司", region_code="330802", by=SETUP, at=AT)
    take_in(keeper, "land_supply", "land_supply_twin.csv")
    parcel = Parcel.objects.get(name="澜樾路01号地块")
    assert (parcel.area_mu, parcel.price_wan, parcel.years) == (Decimal("1.7625"), 32, 50)  # 0.1175 hectares
    assert (parcel.holder, parcel.holder_name) == (GEAR, "衢州澜樾齿轮制造有限公司")
    assert (parcel.signed_on, parcel.hand_over_on) == (date(2017, 1, 9), date(2017, 3, 9))
    other = Parcel.objects.get(name="澜樾路02号地块")
    assert (other.holder, other.holder_name) == ("", "衢州栀桐食品有限公司")  # not registered: the name is kept
    assert other.area_mu == Decimal("28.009365")
    told = Term.objects.filter(parcel=other).order_by("indicator").values_list("indicator", "bound", "value")
    assert list(told) == [("容积率", "不低于", Decimal("0.8")), ("容积率上限", "不高于", Decimal("2.5"))]  # swapped
    assert Parcel.objects.get(name="霁川路03号地块").years == 50  # of its own use
    assert list(Term.objects.filter(parcel__name="霁川路03号地块").values_list("indicator", "value")) == [("容积率", 1)]
    assert {name: Parcel.objects.get(name=name).region_code for name in ("绿樾路04号地块", "绿樾路05号地块")} == {
        "绿樾路04号地块": "3308",
        "绿樾路05号地块": "3308",
    }


def test_land_supply_says_why_of_what_it_does_not_take(keeper):
    batch = hand_in(keeper, "land_supply", "land_supply_twin.csv")
    assert dict(reasons(batch)) == {
        "出让年限续期": 1, "行政区已撤销": 1, "日期不可能": 1, "使用年限读不出": 1, "区划不明": 1,
        "缺合同签订日期": 1, "数额不可能": 1,
    }  # fmt: skip
    apply(batch_id=batch.pk, by=keeper, at=AT)
    assert not Parcel.objects.filter(name="出让年限续期").exists()  # nobody decided


def test_headers_that_are_right_are_taken_as_they_are(keeper):
    text = (TWINS / "land_supply_twin.csv").read_text(encoding="utf-8")
    right = text.replace("约定容积率(上限),约定容积率(下限)", "约定容积率(下限),约定容积率(上限)")
    batch = stage(kind="land_supply", data=right.encode(), name="l.csv", by=keeper, at=AT)
    apply(batch_id=batch.pk, by=keeper, at=AT)
    told = Term.objects.filter(parcel__name="澜樾路02号地块").values_list("indicator", "value")
    assert dict(told) == {"容积率": Decimal("0.8"), "容积率上限": Decimal("2.5")}


def test_a_term_that_was_edited_holds_its_parcel(keeper):
    batch = take_in(keeper, "land_supply", "land_supply_twin.csv")
    term = Term.objects.get(parcel__name="霁川路03号地块")
    get_register("term").save(key=term.key, values={"value": "1.1"}, version=None, by=keeper, at=AT)
    conflicts = undo(batch_id=batch.pk, by=keeper, at=AT)
    assert ("约定值", "1", "1.1") in {(one.label, one.imported, one.now) for one in conflicts}
    undo(batch_id=batch.pk, by=keeper, at=AT, conflicts="keep")
    assert list(Parcel.objects.values_list("name", flat=True)) == ["霁川路03号地块"]
    assert Term.objects.get().value == Decimal("1.1")


def test_a_holder_registered_later_is_tied_by_handing_in_again(keeper):
    take_in(keeper, "land_supply", "land_supply_twin.csv")
    register_enterprise(code=GEAR, name="衢州澜樾齿轮制造有限公司", region_code="330802", by=SETUP, at=AT)
    batch = hand_in(keeper, "land_supply", "land_supply_twin.csv")
    row = list_rows(batch, "changed").first()
    assert [(one.label, one.new) for one in changes_in(row)] == [("权利人", GEAR)]


def test_the_datum_of_outlines_is_always_asked(keeper):
    with pytest.raises(CannotImport, match="没有说明坐标系"):
        hand_in(keeper, "region_outlines", "boundaries_twin.geojson")
    with pytest.raises(CannotImport, match="没有“BD09”这种坐标系"):
        hand_in(keeper, "region_outlines", "boundaries_twin.geojson", datum="BD09")


def test_outlines_are_kept_in_cgcs2000(keeper):
    batch = take_in(keeper, "region_outlines", "boundaries_twin.geojson", datum="GCJ02")
    region = Region.objects.get(code="330802")
    west, south, _, _ = from_wkb(bytes(region.shape)).bounds
    assert (west, south) != (118.80, 28.95)
    assert abs(west - 118.80) < 0.006  # some hundred metres
    assert (region.west, region.south) == (west, south)
    assert Region.objects.get(code="3308").shape  # 330800
    shown = {one.label: one.new for row in list_rows(batch, "changed") for one in changes_in(row)}
    assert shown["边界图形"] == "5 个角的图形"
    assert dict(reasons(batch)) == {"没有登记": 1, "图形读不出": 1, "图形自相交": 1}


def test_outlines_of_parcels_that_are_registered(keeper):
    register_parcel(
        code="QT-01", name="绿樾路一号", region_code="330802", area_mu=Decimal(60), use="工业用地", by=SETUP, at=AT
    )
    batch = take_in(keeper, "parcel_outlines", "plots_twin.geojson", datum="CGCS2000")
    assert verdicts(batch) == {"changed": 1, "refused": 1}
    assert Parcel.objects.get().west == pytest.approx(118.85)
    assert undo(batch_id=batch.pk, by=keeper, at=AT) == ()
    assert (Parcel.objects.get().shape, Parcel.objects.get().west) == (None, None)


def test_a_file_that_is_no_geojson_says_so(keeper):
    with pytest.raises(CannotImport, match="FeatureCollection"):
        stage(kind="region_outlines", data=b'{"type": "Feature"', name="x.geojson", by=keeper, at=AT, datum="WGS84")
