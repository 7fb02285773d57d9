"""Regions by their codes."""

from datetime import date

import pytest
from tests.people import COUNTY, DAY_ONE, SETUP, TOWN, People

from tenglong.records.audit.models import Change
from tenglong.records.ledgers.registers import get_register
from tenglong.records.people.rights import CannotDo
from tenglong.records.regions.actions import CannotAddRegion, add_regions
from tenglong.records.regions.codes import from_six_digits, level_of, seed_rows
from tenglong.records.regions.queries import NoSuchRegion, get_region, list_regions, successors


@pytest.mark.parametrize(
    ("digits", "code"),
    [("330800", "3308"), ("330000", "33"), ("330802", "330802"), ("330821", "330803"), ("330823", "330881")],
)
def test_six_digits_of_a_registry_are_a_region(digits: str, code: str):
    assert from_six_digits(digits) == code


@pytest.mark.usefixtures("people")
def test_the_seed_is_a_tree_of_real_codes():
    assert {level_of(code) for code, _ in seed_rows()} == {"province", "city", "county", "town"}
    town = get_region(TOWN)
    assert [town.name, town.parent.name, town.parent.parent.name] == ["航埠镇", "柯城区", "衢州市"]
    assert list_regions(under=COUNTY).count() == 19
    assert Change.objects.filter(kind="region").count() == len(seed_rows()) == list_regions().count()


def test_adding_again_changes_only_what_differs(people: People):
    assert add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE) == 0
    assert add_regions(rows=[(TOWN, "航埠新镇"), ("330802-01", "生态园")], by=people.administrator, at=DAY_ONE) == 2
    assert get_region("330802-01").parent_id == COUNTY
    assert get_region("330802-01").level == "zone"
    assert Change.objects.get(before='{"name":"航埠镇"}').after == '{"name":"航埠新镇"}'


def test_regions_without_a_parent_a_name_or_a_right_are_refused(people: People):
    with pytest.raises(CannotAddRegion, match="找不到上级 3205"):
        add_regions(rows=[("320583", "昆山市")], by=SETUP, at=DAY_ONE)
    with pytest.raises(CannotAddRegion, match="都要填"):
        add_regions(rows=[("32", " ")], by=SETUP, at=DAY_ONE)
    with pytest.raises(CannotDo):
        add_regions(rows=[("330803100", "邻县镇")], by=people.administrator, at=DAY_ONE)
    with pytest.raises(NoSuchRegion):
        get_region("99")


@pytest.mark.usefixtures("people")
def test_an_abolished_code_stays_and_resolves_to_the_one_that_holds():
    told = {"by": SETUP, "at": DAY_ONE, "key": None, "version": None}
    regions = get_register("region")
    quxian = {"code": "330821", "name": "衢县", "parent": "3308", "last_edition": "GB/T 2260-1999"}
    regions.save(values={**quxian, "successor": "330803"}, **told)
    older = {"code": "330899", "name": "老衢县", "parent": "3308", "until_on": date(1950, 1, 1), "successor": "330821"}
    regions.save(values=older, **told)
    assert (get_region("330821").code, get_region("330899").code) == ("330803", "330803")
    assert successors() == {"330821": "330803", "330899": "330803"}
    assert not list_regions().filter(code__in=("330821", "330899")).exists()
    assert list_regions(on=date(1949, 1, 1)).filter(code="330899").exists()
