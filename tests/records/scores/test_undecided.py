"""A class that cannot be told blocks until somebody decides; who cannot be told to take part is left out and said."""

from decimal import Decimal

import pytest
from tests.people import COUNTY, FIRM_CODE, SETUP, TOWN, People
from tests.web.county import moment

from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.registry.actions import record_observation, register_enterprise
from tenglong.records.scores.actions import publish_run
from tenglong.records.scores.checks import CannotPublish
from tenglong.records.scores.queries import list_scores, preview

AT = moment("2023-05-15 09:00")
FILES = {
    "mechanism.yaml": "format: 1\nkey: veto\ntitle: 一票否决\nstation: 评价\n",
    "scorecard.yaml": """format: 1
scorecards:
  plain:
    label: 试评
    over: enterprise
    where: 规模 = "规上"
    source: 虚构
    inputs:
      税收: {over: observation, one: 数值, where: 指标 = "税收", unit: 万元, dated: 期间, per: 企业}
      事故: {over: observation, one: 数值, where: 指标 = "事故", unit: 次, dated: 期间, per: 企业}
    indicators:
      税收额: {value: 税收, benchmark: 100, weight: 100, missing: zero, source: 虚构}
    adjustments:
      - {label: 事故扣分, points: 'if(事故 > 2, 0 - 10, 0)', source: 虚构}
    classes:
      - {name: D, when: 事故 > 0, source: 虚构}
      - {name: A, when: 位次 <= 100, source: 虚构}
""",
}


def firm(code: str, name: str, scale: str, **figures: str) -> None:
    register_enterprise(code=code, name=name, region_code=TOWN, scale=scale, by=SETUP, at=AT)
    for metric, figure in figures.items():
        record_observation(
            subject=f"enterprise:{code}", metric=metric, period="2022", value=Decimal(figure),
            unit="万元" if metric == "税收" else "次", source="虚构", by=SETUP, at=AT,
        )  # fmt: skip


@pytest.fixture
def county(people: People) -> People:
    install_mechanism(files=FILES, by=SETUP, at=AT)
    firm(FIRM_CODE, "石桥包装厂", "规上", 税收="80")
    firm("91330802MA0TE00010", "标杆阀门有限公司", "规上", 税收="100", 事故="0")
    firm("91330802MA0TE00023", "云帆机电有限公司", "规上", 税收="120", 事故="3")
    firm("91330802MA0TE00049", "没填规模的厂", "", 税收="5", 事故="0")
    return people


def run(people: People) -> object:
    return publish_run(scorecard="veto.plain", region=COUNTY, period="2022", by=people.officer, at=AT)


def test_a_veto_nobody_knows_blocks_and_says_who_and_why(county: People):
    with pytest.raises(CannotPublish, match=r"石桥包装厂：判断不了是不是“D”类（事故没有填）"):
        run(county)


def test_once_it_is_decided_the_year_is_published(county: People):
    record_observation(
        subject=f"enterprise:{FIRM_CODE}", metric="事故", period="2022", value=Decimal(0), unit="次",
        source="应急局核实（虚构）", by=SETUP, at=AT,
    )  # fmt: skip
    rows = {row.name: (row.band, row.total) for row in list_scores(county.officer, run(county))}
    assert rows == {"石桥包装厂": ("A", 80), "标杆阀门有限公司": ("A", 100), "云帆机电有限公司": ("D", 110)}


def test_who_cannot_be_told_to_take_part_is_said_and_left_out(county: People):
    trial = preview("veto.plain", region=COUNTY, period="2022", supplied={}, by=county.officer)
    assert [trial.name(key) for key in trial.outcome.unsure] == ["没填规模的厂"]
    assert len(trial.outcome.subjects) == 3
