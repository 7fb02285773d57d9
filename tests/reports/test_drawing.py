"""A report drawn for its readers and audiences: the same rows, said as each should read them."""

from datetime import date
from fractions import Fraction

import pytest
from tests.reports.conftest import Yards

from tenglong.core.report.paper import Note, Paper, Paragraph, Table, plain, words_of
from tenglong.core.report.periods import CannotDraw
from tenglong.records.measures.queries import figure
from tenglong.records.people.rights import By
from tenglong.reports import NoSuchReport, draw_report, list_reports

DAY = date(2022, 8, 3)


def drawn(by: By, audience: str = "", period: str = "2022-07") -> Paper:
    return draw_report("probe.monthly", period=period, audience=audience, by=by, on=DAY)


def text_of(paper: Paper) -> str:
    return "\n".join(plain(part.said) for part in paper.parts if isinstance(part, Paragraph))


def table(paper: Paper, caption: str) -> list[list[str]]:
    (found,) = (one for one in paper.tables if one.caption.endswith(f"　{caption}"))
    return [[head.text for head in found.heads], *([cell.text for cell in row] for row in found.rows)]


def test_figures_are_of_the_month_of_the_year_and_of_all_time_in_the_unit_that_is_written(yards: Yards):
    paper = drawn(yards.people.officer)
    assert paper.name == "园区服务中心2022年7月清退情况"
    assert "2022年7月清出3.0亩，本年15.5亩，到2022年7月底共10,333.33平方米" in text_of(paper)
    assert not paper.to


def test_the_city_reads_the_same_rows_in_its_own_unit_and_only_what_is_for_it(yards: Yards):
    city = drawn(yards.people.officer, "city")
    assert text_of(city).startswith("本年清出1.03公顷。")
    assert plain(city.to) == "市里："
    county = figure("probe.freed", by=yards.people.officer, period="2022-01..07")
    assert county.value == Fraction("15.5")
    assert table(city, "主要指标")[1] == ["清出面积", "公顷", "0.20", "1.03", "6.00"]


def test_a_figure_that_is_refused_says_why_and_one_that_is_missing_says_so(yards: Yards):
    paper = drawn(yards.people.officer)
    assert "清退率—（无数据）。" in text_of(paper), "the unit after a number that is not there is left out"
    assert "合计不予计算：各档是套叠的，不能相加，推算15.5亩。" in text_of(paper)
    assert table(paper, "主要指标")[3] == ["各档合计", "亩", "不予计算：各档是套叠的，不能相加"]


def test_what_a_figure_assumes_stands_under_it(yards: Yards):
    paper = drawn(yards.people.officer)
    notes = [plain(part.said) for part in paper.parts if isinstance(part, Note)]
    assert notes[0] == "注：推算面积按假设计算：面积都是实测。"


def test_numbers_stand_beside_each_other_with_their_target(yards: Yards):
    assert table(drawn(yards.people.officer), "主要指标")[:3] == [
        ["指标", "单位", "2022年7月", "2022年1—7月", "目标"],
        ["清出面积", "亩", "3.0", "15.5", "90"],
        ["清退率", "%", "—（无数据）", "66.7", ""],
    ]


def test_groups_end_with_their_sum_or_with_the_whole(yards: Yards):
    paper = drawn(yards.people.officer)
    assert table(paper, "分堆物") == [
        ["堆物", "清退场数（处）"],
        ["废料", "1"],
        ["砂石", "1"],
        ["合计", "2"],
    ]
    assert table(paper, "清退率分堆物") == [
        ["堆物", "分子", "分母", "清退率（%）"],
        ["废料", "1", "1", "100.0"],
        ["砂石", "1", "2", "50.0"],
        ["全部", "2", "3", "66.7"],
    ]


def test_rows_are_those_of_the_period_that_the_condition_selects_in_order(yards: Yards):
    assert table(drawn(yards.people.officer), "清出的堆场")[1:] == [
        ["1", "西坪堆场", "废料", "3", "—", "9.9", "2022-07-20"]
    ]
    march = draw_report("probe.monthly", period="2022-03", by=yards.people.officer, on=DAY)
    assert table(march, "清出的堆场") == [
        ["序号", "场名", "堆物", "堆场面积（亩）", "补偿价（元）", "补偿底价（万元）", "腾空日期"],
        ["1", "东坪堆场", "砂石", "12.5", "3,505,000.00", "9.9", "2022-03-10"],
    ]
    may = draw_report("probe.monthly", period="2022-05", by=yards.people.officer, on=DAY)
    assert "清出的堆场：2022年5月没有。" in text_of(may)


def test_every_figure_opens_its_number_and_every_row_its_case(yards: Yards):
    paper = drawn(yards.people.officer)
    said = [cell for one in paper.tables for row in one.rows for cell in row]
    said += [piece for part in paper.parts if isinstance(part, Paragraph) for piece in part.said]
    figures = [one for one in said if one.value is not None]
    assert figures
    assert all(one.path for one in figures)
    paths = {one.path for one in said if one.path}
    assert "/m/probe/number/freed/?period=2022-01..07" in paths
    assert "/m/probe/number/freed/?on=2022-07-31" in paths
    assert "/m/probe/number/by_goods/?period=2022-01..07&group=%E5%BA%9F%E6%96%99" in paths
    assert f"/m/probe/clear/{yards.numbers['西坪堆场']}/" in paths


def test_the_annex_says_where_each_figure_comes_from(yards: Yards):
    bases = drawn(yards.people.officer).bases
    assert [basis.number for basis in bases] == list(range(1, len(bases) + 1))
    share = next(basis for basis in bases if basis.label == "清退率" and basis.span == "2022年1—7月")
    assert (share.formula, share.shown, share.unit) == ("分子 / 分母", "66.7", "%")
    assert [(term.label, term.shown, term.rows, term.over) for term in share.terms] == [
        ("分子", "2", 2, "清退"),
        ("分母", "3", 3, "清退"),
    ]
    assert share.terms[0].chosen == "其中 腾空日期 有值；按受理日期归期"
    refused = next(basis for basis in bases if basis.label == "各档合计")
    assert refused.remarks[0] == "不予计算的原因：各档是套叠的，不能相加。"


def test_a_reader_sees_the_figures_of_the_own_rows(yards: Yards):
    neighbour = drawn(yards.people.neighbour)
    assert "2022年7月清出0.0亩" in text_of(neighbour)
    assert neighbour.scope == "衢江区"
    assert drawn(yards.people.officer).scope == "柯城区"
    enterprise = draw_report("probe.monthly", period="2022-03", by=yards.people.enterprise, on=DAY)
    assert "补偿底价（万元）" not in table(enterprise, "清出的堆场")[0], "confidential to those who handle the case"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"key": "probe.weekly"}, "没有叫“probe.weekly”的报告；现有：probe.monthly、probe.order"),
        ({"audience": "nation"}, r"没有“nation”这种对象；可以选 county（县级）、city（市级）"),
        ({"period": "2022"}, "按月出"),
        ({"period": "七月"}, "不是期间"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(yards: Yards, asked: dict[str, str], sentence: str):
    given = {"key": "probe.monthly", "period": "2022-07", "audience": "", **asked}
    with pytest.raises(Exception, match=sentence):
        draw_report(given["key"], period=given["period"], audience=given["audience"], by=yards.people.officer, on=DAY)


def test_reports_are_listed(yards: Yards):
    assert [report.key for report in list_reports()] == ["probe.monthly", "probe.order"], yards
    assert issubclass(NoSuchReport, CannotDraw)
    assert "清出3.0亩" in words_of(drawn(yards.people.officer))


def test_a_table_of_rows_is_cut_and_says_so(yards: Yards, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tenglong.reports.rows.MOST_ROWS", 0)
    paper = drawn(yards.people.officer)
    assert isinstance(paper.parts[-1], Note)
    assert plain(paper.parts[-1].said) == "只列前 0 行，共 1 行。"
    assert isinstance(paper.parts[-2], Table)
