"""The numbers of the reports: each row of the list is a measure over rows and opens to them; five are refused."""

from fractions import Fraction

import pytest
from django.conf import settings
from tests.people import DAY_ONE, SETUP

from tenglong.playbooks import find_folders
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.measures.queries import figure, open_term
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_stories
from tenglong.records.people.models import Person
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows

# figure as the list names it: formula → measure, shown
ROWS = {
    "江山 projects, 68 + 23": ("jiangshan_projects", "91"),
    "江山 projects, 34 + 34": ("jiangshan_industrial", "68"),
    "江山 projects, 70 / 91": ("jiangshan_started", "77"),
    "光电 share 2023": ("optoelectronics_share", "48.2"),
    "高端装备 share 2024": ("equipment_share", "19.3"),
    "park output 2022": ("park_output_2022", "27.76"),
    "district GDP from services": ("district_gdp", "670.9"),
    "city services from share": ("city_services", "1,125.3"),
    "above-scale services 2022": ("services_revenue_2022", "111.3"),
    "above-scale services, city": ("city_services_revenue", "262.2"),
    "龙游 base, trade": ("longyou_trade_base", "22.9"),
    "龙游 base, exports": ("longyou_export_base", "18.4"),
    "龙游 base, private trade": ("longyou_private_trade_base", "19.1"),
    "龙游 base, private exports": ("longyou_private_export_base", "16.1"),
    "小升规 2018": ("upscaled_dropouts", "14"),
    "永康 share, standards": ("brand_standards_share", "61.5"),
    "永康 share, firms": ("brand_firms_share", "61.9"),
    "永康 share, certificates": ("brand_certificates_share", "71.9"),
    "zone built": ("zone_built", "75.1"),
    "province output growth": ("province_output_growth", "12.3"),
    "clearance": ("clearance_share", "13.8"),
    "常山 all": ("changshan_all", "46"),
    "常山 1 亿 and more": ("changshan_1yi", "23"),
    "常山 5 亿 and more": ("changshan_5yi", "7"),
    "常山 10 亿 and more": ("changshan_10yi", "3"),
    "常山 20 亿 and more": ("changshan_20yi", "1"),
    "千项万亿, assumed": ("programme_done", "20.98"),
}
REFUSED = {
    "365 / 417, not linked firm by firm": ("permit_coverage", "没有逐户对上"),
    "2024 park output, comparable base unknown": ("park_output_2024", "可比基数不明"),
    "any rate from 1,076 亩, no period stated": ("recovered_rate", "没有写明是哪一段时间"),
    "140.8 % minus a growth rate, two kinds of number": ("completion_minus_growth", "是两种数，不能相减"),
    "常山 tiers, nested, never summed": ("changshan_tiers_sum", "相加就重复了"),
}


@pytest.fixture
def officer(db: None) -> Person:  # noqa: ARG001  asks for the database
    """Who entered the figures of the reports, by the story that tells of them."""
    add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    story = next(story for _, story in list_stories() if story.key == "figures")
    person = cast(story, by=SETUP, at=DAY_ONE)
    assert all(played.ok for played in play(story, person))
    return person("王敏")


def test_every_row_of_the_list_is_a_number_that_opens_to_its_rows(officer: Person):
    found = {row: figure(f"indicators.{key}", by=officer) for row, (key, _) in ROWS.items()}
    assert {row: number.shown for row, number in found.items()} == {row: shown for row, (_, shown) in ROWS.items()}
    for number in found.values():
        for term in number.terms:
            opened = open_term(number.key, term.label, by=officer)
            assert [row.taken for row in opened.rows] == [term.value], number.label
            assert all(row.origin == number.measure.source for row in opened.rows), number.label
    assert found["江山 projects, 70 / 91"].value == Fraction(70, 91)
    assert found["千项万亿, assumed"].assumes


def test_what_must_not_be_computed_is_refused_with_its_reason(officer: Person):
    for row, (key, reason) in REFUSED.items():
        number = figure(f"indicators.{key}", by=officer)
        assert (number.value, number.shown, reason in number.refused) == (None, "—", True), row


def test_every_number_of_a_report_is_on_one_of_the_lists():
    add = {"tax_per_mu"}  # of the county's own rows: 丽水 in tests/spec and in the story area_ratio
    keys = {key for key, _ in (*ROWS.values(), *REFUSED.values())}
    file = (settings.MECHANISMS_ROOT / "indicators" / "measures.yaml").read_text(encoding="utf-8")
    assert keys | add == {line.strip(" :\n") for line in file.splitlines() if line[:2] == "  " and line[2:3].isalpha()}
