"""Numbers over registered rows: for a period, as of a day, for a reader; each opens to the very rows it was made of."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import COUNTY, DAY_ONE, NEXT_COUNTY, SETUP, People
from tests.records.trial import FILES, MEASURES, finish, install, moment, open_one

from tenglong.core.lights import Light
from tenglong.core.measure import CannotReadPeriod
from tenglong.records.cases.models import Case
from tenglong.records.measures.book import NoSuchMeasure
from tenglong.records.measures.queries import Figure, figure, list_figures, list_newest, open_term
from tenglong.records.people.actions import add_person, grant_role
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import record_observation

FREED = (  # listed on, vacated on, freed area
    ("2022-06-15", "2022-12-31", "25.4"),
    ("2022-06-16", "2023-01-01", "10.05"),
    ("2022-06-17", "2023-06-30", "3"),
    ("2023-02-01", None, None),
)


@pytest.fixture
def four(county: People) -> list[Case]:
    """Four cases of two years, three of them vacated."""
    cases = []
    for listed, vacated, area in FREED:
        case = open_one(county.officer, f"{listed} 09:00", 列入日期=listed, 地块="")
        cases.append(case)
        finish(case, "verify", county.reviewer, f"{listed} 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
        finish(case, "talks", county.officer, f"{listed} 11:00", 愿意="是", 主办单位="tax")
        if vacated:
            finish(case, "vacate", county.officer, f"{vacated} 10:00", 腾空日期=vacated, 腾出面积=area)
    return cases


def freed(people: People, **asked) -> str:
    return figure("trial.freed", by=people.officer, **asked).shown


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"period": "2022"}, "25.4"),
        ({"period": "2023"}, "13.1"),  # 13.05: a half goes up
        ({"period": "2023H1"}, "13.1"),
        ({"period": "2023Q1"}, "10.1"),
        ({"period": "2023-06"}, "3.0"),
        ({"period": "2024"}, "0.0"),
        ({"on": date(2022, 12, 30)}, "0.0"),
        ({"on": date(2022, 12, 31)}, "25.4"),
        ({"on": date(2023, 1, 31)}, "35.5"),
        ({}, "38.5"),
    ],
)
def test_a_sum_for_a_period_or_as_of_a_day(county: People, asked: dict, shown: str):
    assert freed(county, **asked) == shown


@pytest.mark.usefixtures("four")
def test_a_share_counts_what_is_unknown_apart(county: People):
    share = figure("trial.share", by=county.officer, period="2023")
    assert (share.shown, share.unit) == ("0.0", "%")
    above, below = share.terms
    assert (above.value, above.rows, above.unknown) == (Fraction(0), 0, 1)
    assert (below.value, below.rows, below.unknown) == (Fraction(1), 1, 0)
    assert figure("trial.share", by=county.officer, period="2022").shown == "100.0"
    empty = figure("trial.share", by=county.officer, period="2021")
    assert (empty.shown, empty.refused) == ("—", "这一期没有列入的，没有分母。")
    assert figure("trial.never", by=county.officer).refused == "没有期间，算不了。"


def taken(number: Figure, people: People, **asked) -> None:
    """Every term of a figure is the sum of what was taken of the rows it opens to."""
    for term in number.terms:
        opened = open_term(number.key, term.label, by=people.officer, **asked)
        assert sum(row.taken for row in opened.rows if row.taken is not None) == term.value
        assert (opened.count, opened.unknown) == (term.rows, term.unknown)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("asked", [{"period": "2022"}, {"period": "2023"}, {"on": date(2023, 1, 31)}, {}])
def test_the_rows_that_a_number_opens_to_sum_up_to_it(county: People, asked: dict):
    for key in ("trial.freed", "trial.share", "trial.by_way"):
        taken(figure(key, by=county.officer, **asked), county, **asked)


def test_an_opened_row_says_what_it_is_and_where_it_comes_from(county: People, four: list[Case]):
    opened = open_term("trial.freed", "腾出面积", by=county.officer, period="2022")
    row = opened.rows[0]
    shown = {field.label: value for field, value in zip(opened.columns, row.values, strict=True)}
    assert (row.key, row.origin, row.taken) == (four[0].number, f"办理 {four[0].number}", Fraction("25.4"))
    assert (shown["腾空日期"], shown["腾出面积"]) == (date(2022, 12, 31), Decimal("25.4"))
    assert [row.key for row in open_term("trial.freed", "腾出面积", by=county.officer, start=1, most=1).rows] == [
        four[1].number
    ]


@pytest.mark.usefixtures("four")
def test_groups_are_counted_apart_the_largest_first(county: People):
    open_one(county.officer, "2022-06-20 09:00", 列入日期="2022-06-20", 方式="改造")
    number = figure("trial.by_way", by=county.officer, period="2022")
    assert [(group.key, group.shown) for group in number.groups] == [("收储", "3"), ("改造", "1")]
    opened = open_term("trial.by_way", "件数", by=county.officer, period="2022", group="改造")
    assert opened.count == 1


@pytest.mark.usefixtures("four")
def test_everybody_gets_the_number_of_the_rows_they_see(county: People):
    who_asks = ("officer", "leader", "neighbour", "enterprise")
    shown = {who: figure("trial.freed", by=getattr(county, who)).shown for who in who_asks}
    assert shown == {"officer": "38.5", "leader": "38.5", "neighbour": "0.0", "enterprise": "38.5"}
    assert open_term("trial.freed", "腾出面积", by=county.leader).count == 4
    elsewhere = add_person(login="elsewhere", name="在外", unit=county.officer.unit, by=SETUP, at=DAY_ONE)
    grant_role(person=elsewhere, role="zone_officer", region_code=NEXT_COUNTY, by=SETUP, at=DAY_ONE)
    assert figure("trial.freed", by=elsewhere).shown == "0.0"  # one office, another area: nothing kept is shared
    with pytest.raises(CannotDo, match="不能查看明细"):
        open_term("trial.freed", "腾出面积", by=county.enterprise)


@pytest.mark.usefixtures("four")
def test_a_number_is_held_against_its_target(county: People):
    lit = figure("trial.freed", by=county.officer).lit
    assert (lit.light, lit.words) == (Light.GREEN, "已达到目标 30 亩")
    assert figure("trial.freed", by=county.officer, period="2023").lit.words == "距目标 30 亩还差 16.9 亩"


@pytest.mark.usefixtures("four")
def test_today_shows_this_year_or_the_last_one(county: People):
    def newest(day: date) -> list[tuple[str, str, str]]:
        return [(one.key, one.shown, one.span.label) for one in list_newest(county.officer, on=day)]

    assert newest(date(2024, 3, 3)) == [("trial.freed", "13.1", "2023年")]
    assert newest(date(2025, 3, 3)) == []
    assert newest(date(2022, 12, 31)) == [("trial.freed", "25.4", "2022年")]
    assert newest(date(2021, 12, 31)) == []
    with CaptureQueriesContext(connection) as captured:
        newest(date(2024, 3, 3))
    assert len(captured) == 2  # the mechanisms, and whether anything was written


def test_today_shows_nothing_where_no_row_counts(county: People):
    assert list_newest(county.officer, on=date(2026, 3, 3)) == []


@pytest.mark.usefixtures("four")
def test_figures_are_kept_until_something_is_written(county: People):
    assert len(list_figures(county.officer, station="整治")) == 4
    with CaptureQueriesContext(connection) as captured:
        list_figures(county.officer, station="整治")
    assert len(captured) == 2  # the mechanisms, and whether anything was written: the figures are kept
    case = open_one(county.officer, "2023-03-01 09:00", 列入日期="2023-03-01")
    assert figure("trial.share", by=county.officer, period="2023").terms[1].value == 2
    assert case.number == "2023-0002"


def test_what_cannot_be_asked_is_said(county: People):
    with pytest.raises(NoSuchMeasure, match=r"没有叫“trial\.gone”的指标"):
        figure("trial.gone", by=county.officer)
    with pytest.raises(NoSuchMeasure, match="没有叫“别的”的分项"):
        open_term("trial.freed", "别的", by=county.officer)
    with pytest.raises(CannotReadPeriod):
        figure("trial.freed", by=county.officer, period="去年")


AREA = """  per_mu:
    label: 亩均税收
    unit: 万元/亩
    digits: 1
    terms:
      税收: {over: observation, sum: 数值, unit: 万元, where: 指标 = "工业税收", dated: 期间}
      用地: {over: observation, sum: 数值, unit: 亩, where: 指标 = "工业用地", dated: 期间}
    value: 税收 / 用地
  only:
    label: 唯一的税收
    unit: 万元
    digits: 0
    terms:
      税收: {over: observation, one: 数值, unit: 万元, where: 指标 = "工业税收" 且 数类 != "预计", dated: 期间}
"""


def observe(metric: str, value: str | None, unit: str, **more) -> None:
    given = {"period": "2019", "subject": f"region:{COUNTY}", "source": "年报 第3页", **more}
    record_observation(metric=metric, value=value, unit=unit, by=SETUP, at=moment("2020-03-01 09:00"), **given)


@pytest.fixture
def area(county: People) -> People:
    """Three regions whose numbers make an area's number that is not the mean of their ratios."""
    install({**FILES, "measures.yaml": MEASURES + AREA}, moment("2020-01-02 09:00"))
    for region, tax, land in (("330802", "573000", "30000"), ("330803", "500", "41"), ("330825", "64", "300")):
        for metric, value, unit in (("工业税收", tax, "万元"), ("工业用地", land, "亩")):
            observe(metric, value, unit, subject=f"region:{region}")
    return county


def test_an_area_is_the_ratio_of_sums(area: People):
    number = figure("trial.per_mu", by=SETUP, period="2019")
    assert number.value == Fraction(573564, 30341)
    assert number.shown == "18.9"
    opened = open_term("trial.per_mu", "税收", by=SETUP, period="2019")
    assert (opened.count, {row.origin for row in opened.rows}) == (3, {"年报 第3页"})
    assert figure("trial.per_mu", by=area.officer, period="2019").shown == "19.1"  # of the own county
    assert figure("trial.per_mu", by=SETUP, period="2018").shown == "—"


@pytest.mark.usefixtures("area")
def test_rows_in_another_unit_are_refused_and_not_mixed():
    observe("工业税收", "5", "亿元", subject="zone:柯城园区", region_code=COUNTY)
    number = figure("trial.per_mu", by=SETUP, period="2019")
    assert number.refused == "“税收”要的单位是万元，登记的是几种单位，不能直接用；请核对来源和机制。"


@pytest.mark.usefixtures("area")
def test_one_value_of_several_is_none():
    observe("工业税收", "500", "万元", period="2021", nature="总量")
    number = figure("trial.only", by=SETUP, period="2021")
    assert (number.value, number.terms[0].rows) == (500, 1)
    observe("工业税收", "600", "万元", period="2021", nature="总量", subject="region:330803")
    assert figure("trial.only", by=SETUP, period="2021").value is None
    observe("工业税收", "700", "万元", period="2022")
    number = figure("trial.only", by=SETUP, period="2022")
    assert (number.value, number.terms[0].unknown) == (None, 1)  # its nature is not stated
