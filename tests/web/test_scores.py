"""The pages of evaluation: trying and publishing, a run, one firm's reasons, a list turned into cases."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import FIRM_CODE, SETUP
from tests.web import scored
from tests.web.county import moment

from tenglong.records.registry.actions import register_enterprise
from tenglong.records.scores.queries import list_runs

SCORECARD = reverse("scorecard", args=["evaluation", "above_scale"])
PUBLISH = reverse("publish", args=["evaluation", "above_scale"])
CUTS = {"parameter-0": "20", "parameter-1": "60", "parameter-2": "95", "parameter-3": "5", "source": "县里通知"}
WITHOUT_PLOT = "91330802MA0TE00049"
CODES = ("91330802MA0TE0008M", "91330802MA0TE0009Q", "91330802MA0TE0010X", "91330802MA0TE00111", "91330802MA0TE00124")


@pytest.fixture
def figures(county):
    scored.settle_firms()
    scored.settle_figures()
    return county


@pytest.fixture
def run(figures):
    return scored.publish(figures.people.officer)


def page(client, person, url: str) -> str:
    client.force_login(person)
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_everybody_reads_the_rule_and_only_who_may_run_it_tries_it(figures, client):
    told = page(client, figures.people.enterprise, SCORECARD)
    assert "24.097" in told
    assert "没有数据的取全体这一项得分的平均数" in told
    assert "未公布" in told
    assert "发布这个结果" not in told
    tried = page(client, figures.people.officer, f"{SCORECARD}?period=2022")
    assert "参评 6 家，另有 1 家缺数据没有总分" in tried
    assert "东岭塑胶有限公司：全员劳动生产率" in tried
    assert "还没有值：类别和名单先空着" in tried
    assert "发布这个结果" in tried


def test_trying_with_the_countys_values_shows_classes_and_writes_nothing(figures, client):
    client.force_login(figures.people.officer)
    tried = client.get(SCORECARD, {"period": "2022", **CUTS}).content.decode()
    assert "还没有值" not in tried
    assert "低效企业清单 <b>2</b> 家" in tried
    assert not list_runs(figures.people.officer).exists()


def test_what_was_tried_is_published(figures, client):
    client.force_login(figures.people.officer)
    answer = client.post(PUBLISH, {"period": "2022", **CUTS})
    run = list_runs(figures.people.officer).get()
    assert answer["Location"] == reverse("run", args=[run.pk])
    kept = {one["label"]: (one["value"], one["source"]) for one in run.parameters}
    assert kept["低效线"] == ("5", "县里通知")
    again = client.post(PUBLISH, {"period": "2022", **CUTS})
    assert again.status_code == 422
    assert "完全相同" in again.content.decode()
    assert f'<form action="{SCORECARD}">' in again.content.decode()  # what is tried next is not asked of this address
    usual = page(client, figures.people.officer, f"{SCORECARD}?period=2023")
    assert 'value="县里通知"' in usual  # what the county decided last stands in the form


def test_what_changed_since_it_was_tried_is_not_published_unseen(figures, client):
    tried = page(client, figures.people.officer, f"{SCORECARD}?period=2022")
    mark = re.search(r'name="seen" value="(\w+)"', tried)[1]
    scored.enter(FIRM_CODE, "评价税收", "9000")
    answer = client.post(PUBLISH, {"period": "2022", "seen": mark})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "预览之后登记的数据变了" in told
    assert not list_runs(figures.people.officer).exists()
    fresh = re.search(r'name="seen" value="(\w+)"', told)[1]
    assert client.post(PUBLISH, {"period": "2022", "seen": fresh}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"period": "2022", **CUTS, "source": ""}, "没有写出处"),
        ({"period": "2022", **CUTS, "parameter-3": "五"}, "应当是一个数"),
        ({"period": "2022", **CUTS, "parameter-3": "NaN"}, "不是数，或大得没有意义"),
        ({"period": "2022", **CUTS, "parameter-3": "1e999999"}, "不是数，或大得没有意义"),
        ({"period": "2022", **CUTS, "region": "330803"}, "330803 不在您的授权范围内"),
        ({"period": "去年"}, "不是期间"),
        ({"period": "2019"}, "没有一家算得出总分"),
    ],
)
def test_what_cannot_be_published_is_said_on_the_form(figures, client, sent, sentence):
    client.force_login(figures.people.officer)
    answer = client.post(PUBLISH, sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_run_shows_classes_ranks_and_whether_it_is_intact(run, county, client):
    told = page(client, county.people.leader, f"{reverse('run', args=[run.pk])}?verify=1")
    assert "已核对：结果和参数与发布时一致" in told
    assert told.index("云帆机电有限公司") < told.index("标杆阀门有限公司") < told.index("东岭塑胶有限公司")
    assert "转入收储" not in told  # a leader opens no such cases
    assert county.buyback in told  # the case in hand about the firm on the list
    assert "转入收储" in page(client, county.people.officer, reverse("run", args=[run.pk]))


def test_the_table_is_searched_and_filtered(run, county, client):
    url = reverse("run", args=[run.pk])
    found = page(client, county.people.officer, f"{url}?q=标杆")
    assert "标杆阀门有限公司" in found
    assert "云帆机电有限公司" not in found
    listed = page(client, county.people.officer, f"{url}?list=inefficient")
    assert "小河纸品有限公司" in listed
    assert "标杆阀门有限公司" not in listed
    assert "没有符合这些条件的企业" in page(client, county.people.officer, f"{url}?class=A&q=标杆")


def test_an_enterprise_is_led_to_its_own_score_and_sees_no_other(run, county, client):
    own = page(client, county.people.enterprise, reverse("run", args=[run.pk]))
    assert "得分 33.06，排 6 / 6" in own
    assert "离 C 类差" not in own  # of so few firms the line would tell another's total
    assert "离 C 类差 <b>18.35</b> 分" in page(client, county.people.leader, reverse("score", args=[run.pk, FIRM_CODE]))
    for name, _ in scored.FIRMS.values():
        assert (name in own) == (name == "石桥包装厂")
    assert "33.06" in page(client, county.people.enterprise, reverse("scores"))
    assert "历年评价" in page(client, county.people.enterprise, reverse("enterprise", args=[FIRM_CODE]))


def test_every_point_opens_to_its_row(run, county, client):
    scored.enter(FIRM_CODE, "评价税收", "90")
    told = page(client, county.people.officer, reverse("score", args=[run.pk, FIRM_CODE]))
    assert "评价税收 81.28 万元 ÷ 用地面积 25.4 亩 = 3.20 万元/亩" in told
    assert "税务、统计、环保年报汇总" in told
    assert "登记现在是 90；发布的结果不变" in told
    assert "2022-12-31登记的用地：证载 25.4 亩，租入 12.3 亩，租出 12.3 亩" in told
    assert f'<a href="{reverse("enterprise", args=[FIRM_CODE])}?on=2022-12-31">' in told
    lacking = page(client, county.people.officer, reverse("score", args=[run.pk, "91330802MA0TE00036"]))
    assert "平均数" in lacking


def test_land_is_that_of_the_years_last_day_and_unknown_where_nobody_registered_any(figures, client):
    register_enterprise(
        code=CODES[0], name="没登记用地的厂", region_code="330802101", scale="规上", by=SETUP,
        at=moment("2023-05-15 09:00"),
    )  # fmt: skip
    run = scored.publish(figures.people.officer)
    scored.rent(CODES[0], "10")
    scored.rent(FIRM_CODE, "1.5", date(2023, 1, 1))
    told = page(client, figures.people.officer, reverse("score", args=[run.pk, CODES[0]]))
    assert "2022-12-31 没有登记用地，面积不知道，不当作零；先到<a href=" in told
    own = page(client, figures.people.officer, reverse("score", args=[run.pk, FIRM_CODE]))
    assert "登记现在是" not in own  # what it rents since is of another year
    scored.rent(FIRM_CODE, "2", date(2022, 6, 1))
    own = page(client, figures.people.officer, reverse("score", args=[run.pk, FIRM_CODE]))
    assert "登记现在是 27.4；发布的结果不变" in own


def test_a_correction_shows_what_changed(run, county, client):
    scored.enter("91330802MA0TE00036", "评价税收", "1900")
    second = scored.publish(county.people.officer, at="2023-09-28 10:00")
    told = page(client, county.people.supervisor, reverse("corrections", args=[second.pk]))
    assert "评价税收 1250 → <b>1900</b>" in told
    assert "只是位置" in told
    old = page(client, county.people.supervisor, reverse("run", args=[run.pk]))
    assert f'<a href="{reverse("run", args=[second.pk])}">第 2 次发布</a>更正' in old


def test_one_of_a_list_is_turned_with_a_form_filled_from_the_run(run, county, client):
    client.force_login(county.people.officer)
    url = reverse("shortlist", args=[run.pk, "inefficient"])
    form = client.get(url, {"subject": WITHOUT_PLOT}).content.decode()
    assert 'value="30.5"' in form  # the area that was evaluated
    sent = {"alone": WITHOUT_PLOT, "enterprise": WITHOUT_PLOT, "planned_mu": "30.5", "way": "改造提升"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "地块" in refused.content.decode()
    opened = client.post(url, {**sent, "parcel": "东坪路16号", "listed_on": "2023-10-09"}, follow=True)
    told = opened.content.decode()
    assert opened.status_code == 200
    assert "小河纸品有限公司 · 收储（回购）" in told
    assert "来自 2022 年评价" in told


def test_many_are_turned_at_once_and_the_rest_is_told(run, county, client):
    client.force_login(county.people.officer)
    url = reverse("shortlist", args=[run.pk, "inefficient"])
    assert "还没有选企业" in client.post(url, {"listed_on": "2023-10-09", "way": "回收收储"}).content.decode()
    sent = {"subject": [FIRM_CODE, WITHOUT_PLOT], "listed_on": "2023-10-09", "way": "回收收储"}
    told = client.post(url, sent).content.decode()
    assert "转入了 1 件" in told
    assert "有 1 家没有转入" in told
    assert client.post(url, sent).status_code == 422


def test_more_firms_ask_no_more_questions(run, county, client):
    urls = [reverse("run", args=[run.pk]), reverse("scores"), reverse("shortlist", args=[run.pk, "inefficient"])]
    before = [count(client, county.people.officer, url) for url in urls]
    for number, code in enumerate(CODES):
        register_enterprise(
            code=code, name=f"编造{number}号厂", region_code="330802101", scale="规上", by=SETUP,
            at=moment("2023-05-15 09:00"),
        )  # fmt: skip
        for metric, figure in zip(scored.UNITS, ["20", "300", "200", "1", "20", "6", "500"], strict=True):
            scored.enter(code, metric, figure)
        scored.rent(code, "10")
    second = scored.publish(county.people.officer, at="2023-09-28 10:00")
    urls = [url.replace(f"/{run.pk}/", f"/{second.pk}/") for url in urls]
    after = [count(client, county.people.officer, url) for url in urls]
    assert after == before


def count(client, person, url: str) -> int:
    client.force_login(person)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
