"""Rounds on the screen: sent out, filled in on the form and in the workbook, merged, frozen, corrected."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people import SETUP
from tests.records.rounds import firms
from tests.records.rounds.firms import settle_firms
from tests.records.trial import moment
from tests.rounds import (
    COLLECTION,
    FIGURES,
    TOWNS,
    answer_all,
    figures,
    fill,
    frozen_round,
    number_of,
    settle_towns,
    sign,
)

from tenglong.playbooks import read_folder
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.rounds import asking
from tenglong.records.rounds.actions import freeze, merge, open_round
from tenglong.records.rounds.models import Round
from tenglong.records.rounds.sheets import HEADERS
from tenglong.web import clock
from tenglong.web.rounds import acts
from tenglong.workbooks import read_table, write_table

AT = moment("2022-08-02 09:00")


@pytest.fixture
def towns(people, monkeypatch):  # noqa: ARG001  the county comes first
    monkeypatch.setattr(clock, "now", lambda: AT)
    return settle_towns()


@pytest.fixture
def july(towns):
    return open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=AT)


def send(client, name, *args, **values):
    return client.post(reverse(name, args=args), values, follow=True)


def page(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def test_a_round_is_sent_out_and_stands_in_everybody_s_day(towns, client):
    client.force_login(towns.asks)
    assert "2022年7月" in page(client, "rounds")
    text = send(client, "round-open", collection=COLLECTION, period="2022-07").content.decode()
    assert "0 / 11 家已签发" in text
    assert "2022-08-08 截止" in text
    again = send(client, "round-open", collection=COLLECTION, period="2022-07")
    assert again.status_code == 422
    assert "已经分发过" in again.content.decode()
    assert 'value="2022-07"' not in page(client, "rounds")  # what is sent out is not offered again
    client.force_login(towns.clerks["hangbu"])
    assert "航埠镇 2022年7月" in page(client, "today")


def test_the_form_shows_what_was_said_before_beside_each_field(towns, client):
    frozen_round(towns, "2021-07", moment("2021-08-05 10:00"))
    frozen_round(towns, "2022-06", moment("2022-07-05 10:00"))
    july = open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=AT)
    client.force_login(towns.clerks["fushan"])
    text = page(client, "case", "monthly", "answer", number_of(july, "fushan"))
    assert '上期 <b>8,300</b></small><small class="beside">上年同期 <b>8,300</b>' in text
    values = {f"finish-fill-{key}": value for key, value in by_key("fushan").items()} | {
        "finish-fill-output_wan": "20000"
    }
    refused = send(client, "move", number_of(july, "fushan"), act="finish", step="fill", **values)
    assert refused.status_code == 422
    assert "同比升降超过三成" in refused.content.decode()


def by_key(town):
    keys = ("firms", "output_wan", "small_wan", "zone_wan", "added_wan", "invest_wan", "power", "staff")
    own = figures(tuple(TOWNS).index(town))
    return dict(zip(keys, (own[label] for label in FIGURES), strict=True))


def filled_in(blank, told):
    """The workbook as an office sends it back, with its figures in it."""
    table = read_table(blank, "表.xlsx", expected=HEADERS)
    rows = [[*row.cells[:2], told.get(row.cells[0]), *row.cells[3:]] for row in table.rows]
    title, *notes = [str(row.cells[0]) for row in table.above]
    return write_table(HEADERS, rows, title=title, notes=notes)


def test_the_workbook_sent_fills_the_form_and_another_town_s_does_not(towns, july, client):
    client.force_login(towns.clerks["huayuan"])
    number = number_of(july, "huayuan")
    blank = client.get(reverse("answer-sheet", args=[number])).content
    filled = filled_in(blank, figures(7))
    file = SimpleUploadedFile("花园.xlsx", filled)
    answer = send(client, "answer-read", number, file=file)
    text = answer.content.decode()
    assert "从“花园.xlsx”读入 9 项，还没有保存" in text
    assert 'name="finish-fill-output_wan" inputmode="decimal" maxlength="40" value="8900"' in text
    client.force_login(towns.clerks["hangbu"])
    file = SimpleUploadedFile("花园.xlsx", filled)
    wrong = send(client, "answer-read", number_of(july, "hangbu"), file=file)
    assert wrong.status_code == 422
    assert "不是这一件的" in wrong.content.decode()


def test_from_merging_to_a_frozen_total_and_what_a_correction_moved(towns, july, client):
    answer_all(towns, july, AT, but=("wantian",))
    client.force_login(towns.asks)
    assert "还有 1 家没有报齐（万田乡）" in send(client, "round-merge", july.pk).content.decode()
    assert "催报 1 家" in page(client, "round", july.pk)
    assert "1 次" in send(client, "round-remind", july.pk, words="今天截止").content.decode()
    fill(towns, july, "wantian", AT)
    sign(towns, july, "wantian", AT)
    send(client, "round-return", july.pk, addressee="wantian", reason="请核用电量")
    assert "请核用电量" in page(client, "round", july.pk)
    answer, why = ["monthly", "answer", number_of(july, "wantian")], "退回：退回到“填报”：请核用电量"
    assert reverse("round", args=[july.pk]) in page(client, "case", *answer)
    client.force_login(towns.clerks["wantian"])
    assert page(client, "case", *answer).count(why) == 1  # before the form, in the words of who returned it
    fill(towns, july, "wantian", AT)
    assert why not in page(client, "case", *answer)
    client.force_login(towns.leaders["wantian"])
    assert 'class="reported"' in page(client, "case", *answer)  # what is signed stands where it is signed
    sign(towns, july, "wantian", AT)
    client.force_login(towns.asks)
    send(client, "round-merge", july.pk)
    assert "已定案" in send(client, "round-freeze", july.pk).content.decode()
    send(client, "round-reopen", july.pk, addressee="hangbu", reason="漏报一家")
    text = page(client, "round", july.pk)
    assert text.count("更正中</span>") == 1
    fill(towns, july, "hangbu", AT, 规上总产值="9300", 波动说明="漏报一家")
    sign(towns, july, "hangbu", AT)
    send(client, "move", number_of(july, "hangbu"), act="finish", step="accept")
    assert "没有写明原因" in send(client, "round-freeze", july.pk).content.decode()
    assert "第 2 次定案" in send(client, "round-freeze", july.pk, reason="航埠镇漏报").content.decode()
    moved = page(client, "round-frozen", july.pk, 2)
    assert "航埠镇" in moved.partition("定下的数")[0]
    assert "府山街道" not in moved.partition("定下的数")[0]
    assert "9,100" in moved
    assert "9,300" in moved


def test_three_tables_and_the_way_between_them(towns, july, client):
    answer_all(towns, july, AT)
    merge(found=july, by=towns.asks, at=AT)
    freeze(found=july, by=towns.asks, at=AT)
    client.force_login(towns.asks)
    answer = reverse("case", args=["monthly", "answer", number_of(july, "hangbu")])
    for key in ("county", "city", "province"):
        text = page(client, "round-table", july.pk, key)
        assert "和第 1 次定案一致" in text
        assert answer in text  # a figure opens to the answer that it is made of
    assert answer in page(client, "round-scopes", july.pk, right="province")
    assert answer in page(client, "round-frozen", july.pk, 1)
    assert reverse("round-table", args=[july.pk, "city"]) in page(client, "round", july.pk)
    assert 'aria-current="page"' not in page(client, "round", july.pk)  # a round is no station of the loop
    assert "不在“开发区（园区）工业月报”的口径里" in page(client, "round-scopes", july.pk, right="province")
    answer = client.get(reverse("round-workbook", args=[july.pk, "province"]), {"frozen": "1"})
    table = read_table(answer.content, "省.xlsx")
    assert table.headers == ("园区总产值（亿元）", "所在镇街", "镇街代码")
    assert [row.cells[1] for row in table.rows] == ["双港街道", "花园街道", "航埠镇"]
    (total,) = [row.cells for row in table.skipped if row.cells[1] == "合计"]
    assert total[0] == pytest.approx(1.71, abs=0.001)
    assert any("第 1 次定案" in str(row.cells[0]) for row in table.above)


def test_others_find_no_round_and_send_nothing(towns, people, july, client):
    for by in (people.reviewer, people.neighbour, people.enterprise, people.investor, towns.clerks["hangbu"]):
        client.force_login(by)
        assert client.get(reverse("round", args=[july.pk])).status_code == 404
        assert client.post(reverse("round-merge", args=[july.pk])).status_code == 404
    for by in (people.officer, people.leader):
        client.force_login(by)
        assert "航埠镇" in page(client, "round", july.pk)
        assert client.post(reverse("round-merge", args=[july.pk]), {"without": "x"}).status_code == 403
    assert Round.objects.get(pk=july.pk).status == "open"


def test_what_is_confidential_is_in_no_table_of_whoever_may_not_read_it(towns, people, client):
    """The figures of single answers are kept in a confidence that the supervisor is not let into."""
    files = read_folder(settings.MECHANISMS_ROOT / "monthly")
    for label in ("规上总产值", "园区内规上总产值"):
        plain = f"label: {label}, kind: number, unit: 万元"
        assert plain in files["procedure.yaml"]
        files["procedure.yaml"] = files["procedure.yaml"].replace(plain, f"{plain}, confidential: statistics")
    install_mechanism(files=files, by=SETUP, at=AT)
    july = frozen_round(towns, "2022-07", AT)
    client.force_login(people.leader)
    assert "11,300.0" in page(client, "round-table", july.pk, "county")
    assert "9,100" in page(client, "round-frozen", july.pk, 1)
    client.force_login(people.supervisor)
    assert "里面有保密的内容" in page(client, "round", july.pk)
    assert "9,100" not in page(client, "round-frozen", july.pk, 1)
    for name, arguments in (("round-table", ["county"]), ("round-workbook", ["county"]), ("round-scopes", [])):
        answer = client.get(reverse(name, args=[july.pk, *arguments]))
        assert answer.status_code in {403, 404}
        assert "。" in answer.content.decode()


def test_a_page_of_a_round_asks_little(towns, july, client, django_assert_max_num_queries):
    answer_all(towns, july, AT)
    client.force_login(towns.asks)
    with django_assert_max_num_queries(40):
        answer = client.get(reverse("round", args=[july.pk]))
    assert len(answer.content) < 100_000


def test_a_round_to_many_is_sent_out_by_a_job_and_opens_by_pages(people, client, monkeypatch):  # noqa: ARG001
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(asking, "AT_ONCE", 50)
    asks = settle_firms(60)
    client.force_login(asks)
    with monkeypatch.context() as ended:
        ended.setattr(acts, "enqueue", lambda *_, **__: None)  # the process ends before its first piece
        text = send(client, "round-open", collection=firms.COLLECTION, period="2022-07").content.decode()
    (found,) = Round.objects.all()
    assert f"分发中：0 / {found.to_ask} 家" in text
    assert "接着分发" in text
    assert "分发中" in page(client, "round-progress", found.pk)
    text = send(client, "round-open", collection=firms.COLLECTION, period="2022-07").content.decode()
    assert f"待填报 {found.to_ask}" in text
    assert text.count('data-label="催报"') == 50
    assert "试0059号" not in text
    assert "试0059号" in page(client, "round", found.pk, page=2, word="待填报")
    assert client.get(reverse("round-progress", args=[found.pk])).headers["HX-Refresh"] == "true"
    assert len(text.encode()) < 100_000
