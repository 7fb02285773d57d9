"""What the demo invents: codes that check, plots as large as they say, documents that open, days that are worked."""

from datetime import datetime
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import yaml

from tenglong.cli.demo.ground import along_the_south, in_the_community
from tenglong.cli.demo.invent import firms, plots
from tenglong.cli.demo.live import at_work
from tenglong.cli.demo.papers import paper
from tenglong.core.decreed import seed_calendar
from tenglong.core.identity import read_credit_code
from tenglong.geo import area_mu, read_polygon
from tenglong.records.files.types import SHOWN_IN_PAGE, media_type_of

CHINA = ZoneInfo("Asia/Shanghai")
COUNTY = yaml.safe_load((Path(__file__).parents[2] / "demo" / "county.yaml").read_text(encoding="utf-8"))
FIXED = {"东坪路12号": Decimal("25.4"), "兴业路8号": Decimal("41.6")}


OFF_MU = [108.0, 36.0, 9.8]


@pytest.fixture(scope="module")
def off_the_streets():
    return [*along_the_south(OFF_MU[:2]), *in_the_community(OFF_MU[2:])]


@pytest.fixture(scope="module")
def land():
    return list(plots(COUNTY["zone"]["town"], COUNTY["streets"], FIXED, Random(1)))


def test_credit_codes_check_and_nobody_comes_twice():
    found = firms(COUNTY["brands"], COUNTY["trades"], 200, Random(1))
    assert [firm.code for firm in found if read_credit_code(firm.code).problem] == []
    assert len({firm.name for firm in found}) == len({firm.code for firm in found}) == 200


def test_the_same_seed_invents_the_same(land):
    assert land == list(plots(COUNTY["zone"]["town"], COUNTY["streets"], FIXED, Random(1)))


def test_a_plot_is_as_large_as_it_says(land):
    assert {plot.name: plot.area_mu for plot in land if plot.name in FIXED} == FIXED
    for plot in land:
        assert area_mu(read_polygon(plot.shape)) == pytest.approx(float(plot.area_mu), rel=0.002), plot.name


def test_a_plot_off_the_streets_is_as_large_as_it_is_told(off_the_streets):
    for shape, told in zip(off_the_streets, OFF_MU, strict=True):
        assert area_mu(read_polygon(shape)) == pytest.approx(told, rel=0.002)


def test_no_plot_lies_on_another(land, off_the_streets):
    shapes = [read_polygon(shape) for shape in (*(plot.shape for plot in land), *off_the_streets)]
    assert max(one.intersection(other).area for one, other in combinations(shapes, 2)) < 1e-12


def test_streets_differ_in_depth_and_the_blocks_in_direction(land):
    tops = [read_polygon(plot.shape).bounds for plot in land[:16]]
    assert len({round(north - south, 4) for _, south, _, north in tops}) > 4


@pytest.mark.parametrize(("title", "suffix"), [("收储协议", "pdf"), ("现场照片", "png")])
def test_documents_and_photos_are_what_they_say(title, suffix):
    told, name, data = paper(title, datetime(2025, 3, 4, tzinfo=CHINA))
    assert (told, name) == (title, f"{title}.{suffix}")
    assert media_type_of(data, name) in SHOWN_IN_PAGE
    assert suffix in media_type_of(data, name)


@pytest.mark.parametrize(("way", "day"), [(1, 9), (-1, 30)])
def test_nobody_works_in_the_golden_week(way, day):
    at = at_work(datetime(2025, 10, 4, 23, 30, tzinfo=CHINA), way, Random(2))
    assert seed_calendar().is_workday(at.date())
    assert at.day == day
    assert 9 <= at.hour <= 16


def test_a_request_is_answered_by_somebody_of_that_office():
    people = {told["name"]: told.get("unit") for told in COUNTY["people"].values()}
    assert {one["unit"] for one in COUNTY["requests"]} <= COUNTY["units"].keys()
    assert [one["title"] for one in COUNTY["requests"] if people[one["by"]] != one["unit"]] == []
