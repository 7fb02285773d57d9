"""The real files go in whole, where they are at hand; their invented twins always run."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.people import DAY_ONE, SETUP

from tenglong.geo import area_mu, from_wkb
from tenglong.records.imports.actions import apply, stage, undo
from tenglong.records.imports.queries import counts, list_rows, reasons
from tenglong.records.people.actions import add_person, grant_role
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.models import Region
from tenglong.records.registry.models import Enterprise, Industry, Observation, Parcel, Term

from .whole import everything

DATA = Path(__file__).parents[4] / "shared" / "data"
AT = datetime(2026, 1, 5, tzinfo=UTC)
FILES = {
    "enterprises/registry_quzhou_suichang.csv": ("enterprises", 1913),
    "project_facts/named_projects.csv": ("projects", 11),
    "project_facts/rollups.csv": ("rollups", 23),
}
DIVISIONS = "admin_divisions"
MU_OF_KM2 = 1500


@pytest.fixture
def keeper(people):  # noqa: ARG001  asks for the regions
    """An administrator of the whole province."""
    person = add_person(login="suyan", name="苏燕", by=SETUP, at=DAY_ONE)
    grant_role(person=person, role="administrator", region_code="33", by=SETUP, at=DAY_ONE)
    return person


def file(path: str) -> bytes:
    if not (DATA / path).exists():
        pytest.skip("not at hand")
    return (DATA / path).read_bytes()


def lines(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(file(path).decode("utf-8-sig").splitlines()))


def divided(*names: str) -> None:
    """The regions above those of a file are registered."""
    add_regions(rows=[(row["code"], row["name"]) for name in names for row in lines(f"{DIVISIONS}/{name}.csv")],
                by=SETUP, at=AT)  # fmt: skip


def in_and_out(who, kind: str, path: str, **drawn) -> Iterator:
    """The batch when it is written; then it is undone, and every value is as it was."""
    data, before = file(path), everything()
    batch = stage(kind=kind, data=data, name=path, by=who, at=AT, **drawn)
    batch = apply(batch_id=batch.pk, by=who, at=AT)
    assert sum(counts(batch).values()) == batch.rows_read
    assert all(row.reason and row.sentence for row in list_rows(batch).filter(verdict__in=("refused", "doubtful")))
    yield batch
    assert undo(batch_id=batch.pk, by=who, at=AT) == ()
    assert everything() == before


@pytest.mark.parametrize("path", FILES)
def test_a_real_file_goes_in_and_out(province, people, path: str):
    kind, rows = FILES[path]
    for batch in in_and_out(province, kind, path):
        assert (batch.rows_read, counts(batch)["new"], reasons(batch)) == (rows, rows, [])
    assert not Enterprise.objects.exists()
    assert not Observation.objects.exists()
    partly = stage(kind=kind, data=file(path), name=path, by=people.officer, at=AT)
    assert counts(partly)["new"] + dict(reasons(partly))["不在授权区划"] == rows


def test_the_capital_of_enterprises_is_the_capital_of_the_file(province):
    path = "enterprises/registry_quzhou_suichang.csv"
    written = [row["注册资金"].replace(",", "") for row in lines(path)]
    yuan = [re.fullmatch(r"([\d.]+)\(?万元?(?:人民币元?)?\)?", text) for text in written]
    for _ in in_and_out(province, "enterprises", path):
        kept = Enterprise.objects.filter(currency="人民币").values_list("capital_wan", flat=True)
        assert (len(kept), sum(kept)) == (len([x for x in yuan if x]), sum(Decimal(x[1]) for x in yuan if x))


@pytest.mark.parametrize(
    ("name", "above", "rows"),
    [
        ("provinces", (), 31),
        ("cities", ("provinces",), 342),
        ("areas", ("provinces", "cities"), 2978),
        ("streets_zhejiang", ("provinces", "cities", "areas"), 1387),
        ("villages_9_counties", ("provinces", "cities", "areas", "streets_zhejiang"), 2601),
    ],
)
def test_divisions(keeper, name: str, above: tuple[str, ...], rows: int):
    divided(*above)
    path = f"{DIVISIONS}/{name}.csv"
    told = {row["code"]: row["name"] for row in lines(path)}
    for batch in in_and_out(keeper, "regions", path):
        assert (batch.rows_read, counts(batch)["refused"], len(told)) == (rows, 0, rows)
        assert dict(Region.objects.filter(code__in=told).values_list("code", "name")) == told


def test_codes_of_every_edition(keeper):
    path = f"{DIVISIONS}/gbt2260_with_abolished_codes.csv"
    told = Counter(row["last_standard_edition_if_abolished"] for row in lines(path))
    for batch in in_and_out(keeper, "regions", path):
        assert (batch.rows_read, counts(batch)["refused"]) == (6783, 0)
        kept = Counter(Region.objects.filter(kind="行政区划").values_list("last_edition", flat=True))
        assert kept == told
        assert Region.objects.get(code="330821").successor == "330803"


def test_zones(keeper):
    divided("provinces")
    path = "development_zones/gbt37028_2018_zones.csv"
    told = Counter((row["province_code"][:2], row["zone_type"]) for row in lines(path))
    for batch in in_and_out(keeper, "zones", path):
        assert (batch.rows_read, counts(batch)["new"]) == (2606, 2606)
        assert Counter(Region.objects.filter(kind="开发区").values_list("parent_id", "category")) == told


def test_industries(keeper):
    path = "industry_gbt4754_2017/gbt4754_2017.csv"
    told = {row["code"]: (row["name"], row["level"], row["parent_code"], row["note"]) for row in lines(path)}
    for batch in in_and_out(keeper, "industries_2017", path):
        assert (batch.rows_read, counts(batch)["new"]) == (1971, 1971)
        kept = Industry.objects.filter(edition="2017").values_list("code", "name", "level", "parent", "note")
        assert {code: tuple(values) for code, *values in kept} == told


def test_what_became_of_industries(keeper):
    path = "industry_gbt4754_2017/gbcrosswalk_2011_2017.csv"
    told = {(row["from_code"], row["to_code"]) for row in lines(path)}
    for batch in in_and_out(keeper, "industries_2011", path):
        assert (batch.rows_read, counts(batch)["new"], counts(batch)["unchanged"]) == (2037, 1622, 415)
        kept = Industry.objects.filter(edition="2011").values_list("code", "successors")
        assert {(code, one) for code, became in kept for one in became.split("、")} == told


def test_land_supply(keeper):
    divided("provinces", "cities", "areas")
    path = "land_supply/landchina_zhejiang_2017-01.csv"
    told = lines(path)
    for batch in in_and_out(keeper, "land_supply", path):
        assert (batch.rows_read, counts(batch)["new"], counts(batch)["refused"]) == (160, 155, 0)
        assert dict(reasons(batch)) == {"出让年限续期": 3, "行政区已撤销": 2}
        left = {row.raw["链接"] for row in list_rows(batch, "doubtful")}
        taken = [row for row in told if row["链接"] not in left]
        assert sum(Parcel.objects.values_list("area_mu", flat=True)) == 15 * sum(
            Decimal(r["面积(公顷)"]) for r in taken
        )
        prices = [price for price in Parcel.objects.values_list("price_wan", flat=True) if price is not None]
        assert (len(prices), sum(prices)) == (
            sum(bool(row["成交价格"]) for row in taken),
            sum(Decimal(row["成交价格"]) for row in taken if row["成交价格"]),
        )
        for header, indicator in (("约定容积率(上限)", "容积率"), ("约定容积率(下限)", "容积率上限")):
            limits = [Decimal(row[header]) for row in taken if Decimal(row[header] or 0)]
            kept = Term.objects.filter(indicator=indicator).values_list("value", flat=True)
            assert (len(kept), sum(kept)) == (len(limits), sum(limits))


@pytest.mark.parametrize(
    ("name", "rows", "doubtful"),
    [
        ("330000_zhejiang_cities", 11, 2),
        ("330100_hangzhou_counties", 13, 0),
        ("330700_jinhua_counties", 9, 0),
        ("330800_quzhou_counties", 6, 0),
        ("331100_lishui_counties", 9, 0),
    ],
)
def test_boundaries(keeper, name: str, rows: int, doubtful: int):
    divided("provinces", "cities", "areas")
    add_regions(rows=[("330103", "下城区"), ("330104", "江干区")], by=SETUP, at=AT)  # given up since
    km2 = {"330802": 604.2, "330803": 1757.6, "330822": 1098.3, "330824": 2232.2, "330825": 1138.4, "330881": 2017.9}
    km2 |= {"331123": 2533.6, "330784": 1042.1, "330182": 2325.9}
    for batch in in_and_out(keeper, "region_outlines", f"boundaries/{name}.geojson", datum="GCJ02"):
        verdicts = counts(batch)
        assert (batch.rows_read, verdicts["changed"], verdicts["doubtful"]) == (rows, rows - doubtful, doubtful)
        for code, stored in Region.objects.exclude(shape=None).values_list("code", "shape"):
            drawn = area_mu(from_wkb(bytes(stored))) / MU_OF_KM2
            assert drawn == pytest.approx(km2.get(code, drawn), rel=3e-3)  # measured in GCJ-02, which stretches
