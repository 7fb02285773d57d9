"""The plot page: one plot's life on one line, and what was true on a day."""

import re

from django.urls import reverse
from tests.web.county import EMPTY, PDF, PLOT, moment

from tenglong.records.flows.actions import move_case


def plot(client, code: str = PLOT, **question: str) -> str:
    return client.get(reverse("plot", args=[code]), question).content.decode()


def that_day(client, on: str) -> str:
    return client.get(reverse("plot-day", args=[PLOT]), {"on": on}, headers={"HX-Request": "true"}).content.decode()


def test_the_whole_life_is_on_the_line(county, client):
    client.force_login(county.people.officer)
    shown = plot(client, on="2023-01-31")
    for words in (
        "石桥包装厂　自有 25.4 亩（2019 起）",
        "白鹭电子材料有限公司　租用 12.3 亩",
        "收储（回购）",
        "地块现状照片",
    ):
        assert words in shown
    for lane in ("占用", "整治", "空间", "审批", "建设", "产出"):
        assert f">{lane}</span>" in shown
    assert 'value="2023-01-31"' in shown
    assert "<b>2023-01-31</b>" in shown


def test_the_line_begins_with_the_story_and_can_show_the_whole_span(county, client):
    client.force_login(county.people.officer)
    story = plot(client).split("一环一环")[0]
    assert 'data-since="2022-01-01"' in story
    assert "从 2019 年看起" in story
    assert "亩均税收 3.2" not in story
    for asked in ({"whole": "1"}, {"on": "2020-06-30"}):
        whole = plot(client, **asked)
        assert 'data-since="2019-01-01"' in whole
        assert "亩均税收 3.2" in whole
        assert "只看有办件以来" in whole


def test_the_evidence_is_that_of_the_day(county, client):
    client.force_login(county.people.officer)
    for shown in (plot(client, on="2022-06-01"), that_day(client, "2022-06-01")):
        papers = shown[shown.index('id="papers"') :].split("</div>")[0]
        assert "地块现状照片" in papers
        assert "不动产登记簿查询结果" not in papers  # of 2022-06-24
    papers = that_day(client, "2022-05-01")
    assert "到这一天还没有证据" in papers
    assert "不动产登记簿查询结果" in plot(client)


def test_as_of_january_2023_nothing_is_freed_and_the_reason_is_said(county, client):
    client.force_login(county.people.officer)
    shown = that_day(client, "2023-01-31")
    assert "石桥包装厂 自有 25.4 亩；白鹭电子材料有限公司 租用 12.3 亩" in shown
    assert "意向谈判" in shown
    assert "拒签" in shown
    assert "<b>0</b>" in shown
    assert "还没有腾空日期，不计" in shown


def test_each_stage_of_the_loop_says_what_stands_for_it_or_that_nothing_does(county, client):
    client.force_login(county.people.officer)
    move_case(
        number=county.buyback, act="note", step="talks",
        values={"谈判方式": "约谈", "企业态度": "再考虑", "对接诉求": county.request},
        by=county.people.officer, at=moment("2023-01-20 15:00"),
    )  # fmt: skip
    stages = stages_in(that_day(client, "2023-01-31"))
    assert list(stages) == [
        "列入清单", "整治", "空间家底", "需求匹配", "招商", "审批", "建设", "投产", "年度产出",
    ]  # fmt: skip
    assert "2022-06-15" in stages["列入清单"]
    assert county.buyback in stages["整治"]
    assert "意向谈判" in stages["整治"]
    assert f"{county.request}" in stages["需求匹配"]
    assert f"{county.buyback} 的“对接诉求”" in stages["需求匹配"]
    assert "2021 年" in stages["年度产出"]
    assert "实缴税收 80" in stages["年度产出"]
    assert all("还没有" in stages[label] for label in ("空间家底", "招商", "审批", "建设", "投产"))
    before = stages_in(that_day(client, "2022-06-01"))
    assert all("还没有" in before[label] for label in ("列入清单", "整治", "需求匹配"))


def test_who_may_not_see_the_request_is_not_told_of_it(county, client):
    move_case(
        number=county.buyback, act="note", step="talks",
        values={"谈判方式": "约谈", "企业态度": "再考虑", "对接诉求": county.request, "思路调整": "先帮他搬"},
        by=county.people.officer, at=moment("2023-01-20 15:00"),
    )  # fmt: skip
    client.force_login(county.people.enterprise)
    shown = plot(client)
    assert "约谈" in shown
    assert county.request not in shown
    assert "先帮他搬" not in shown


def stages_in(shown: str) -> dict[str, str]:
    line = re.search(r'id="stages".*?</ol>', shown, re.DOTALL)
    return dict(re.findall(r"<h3>(.*?)</h3>(.*?)</li>", line[0], re.DOTALL))


def test_the_yearly_output_names_whose_figures_they_are_and_where_they_stand(county, client):
    client.force_login(county.people.officer)
    table = plot(client).split('id="output"')[1].split("</section>")[0]
    for words in ("2021 年", "石桥包装厂", "本地块", "实缴税收 <b>80</b>", "税务局年度汇算"):
        assert words in table


def test_before_the_lease_the_tenant_is_not_there(county, client):
    client.force_login(county.people.officer)
    shown = that_day(client, "2022-06-20")
    assert "白鹭电子" not in shown
    assert "权属核查" in shown
    assert "拒签" not in shown


def test_before_anything_happened_it_says_so(county, client):
    client.force_login(county.people.officer)
    assert "没有登记使用" in that_day(client, "2001-01-01")
    assert "那天这块地上没有办件" in that_day(client, "2001-01-01")


def test_a_plot_without_a_past_is_a_page_too(county, client):
    client.force_login(county.people.officer)
    shown = plot(client, EMPTY)
    assert "这块地上还没有发生过什么" in shown
    assert "年看起" not in shown


def test_once_vacated_it_counts_in_the_numbers(county, client):
    people = county.people
    steps = [
        ("talks", {"愿意签约": "是", "处置方式": "净地挂牌"}, people.officer, (), "2023-08-02 11:30"),
        ("appraise", {"评估价": "3850"}, people.reviewer, ("评估报告",), "2023-08-21 16:00"),
        ("decide", {"决策日期": "2023-08-30", "收储价": "3800"}, people.leader, ("集体决策纪要",), "2023-08-30 16:30"),
        ("sign", {"签约日期": "2023-09-14"}, people.officer, ("收储协议",), "2023-09-14 10:00"),
        ("vacate", {"腾空日期": "2023-11-28", "腾出面积": "25.4"}, people.officer, ("交接清单",), "2023-11-28 16:00"),
    ]
    for step, values, by, papers, at in steps:
        evidence = [(title, f"{title}.pdf", PDF) for title in papers]
        move_case(
            number=county.buyback, act="finish", step=step, values=values, evidence=evidence, by=by, at=moment(at)
        )
    client.force_login(people.officer)
    shown = plot(client)
    assert "2023年腾出土地" in shown
    assert "25.4 / 25.4" in shown
    assert "没有登记使用" in that_day(client, "2023-11-28")
    assert "石桥包装厂" in that_day(client, "2023-11-27")
