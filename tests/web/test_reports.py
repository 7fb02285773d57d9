"""Reports on the screen: every figure is a link, periods and audiences are chosen, the files are handed out."""

import re
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse
from tests.web.county import County, moment

from tenglong.web import clock

MONTHLY = ("briefing", "monthly")


@pytest.fixture(autouse=True)
def august(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 3 August 2022."""
    monkeypatch.setattr(clock, "now", lambda: moment("2022-08-03 10:00"))


@pytest.fixture
def page(county: County, client):
    """What a person reads at an address."""

    def read(name: str, *arguments: str, by: str = "officer", status: int = 200, **asked: str) -> str:
        client.force_login(getattr(county.people, by))
        answer = client.get(reverse(name, args=arguments), asked)
        assert answer.status_code == status
        return answer.content.decode()

    return read


def test_the_list_says_which_period_is_due(page):
    text = page("reports")
    assert "月度汇总" in text
    assert "2022年7月" in text
    assert "县级、市级、省级" in text


def test_a_report_is_of_the_month_that_is_over_and_every_figure_is_a_link(page):
    text = page("report", *MONTHLY)
    assert "2022年7月“腾笼换鸟”工作月度汇总" in text
    assert 'href="/m/cleanup/number/freed/?period=2022-07"' in text
    assert 'href="/m/cleanup/number/freed/?period=2022-01..07"' in text
    assert "口径与来源" in text
    assert "数据范围：柯城区" in text


def test_another_period_and_audience_are_chosen(page):
    text = page("report", *MONTHLY, period="2022-06", **{"for": "province"})
    assert "2022年6月“腾笼换鸟”工作月度汇总" in text
    assert "省经济和信息化厅：" in text
    assert re.search(r'<option value="2022-06" selected>', text)
    assert re.search(r'<option value="province" selected>', text)
    assert "?period=2022-06&amp;for=province" in text


def test_what_cannot_be_drawn_is_a_sentence(page):
    for asked in ({"period": "2022"}, {"period": "x"}, {"for": "nation"}):
        assert "。" in page("report", *MONTHLY, status=422, **asked)
    assert "没有叫“briefing.weekly”的报告" in page("report", "briefing", "weekly", status=404)


def test_the_files_are_named_as_the_report(county: County, client):
    client.force_login(county.people.leader)
    for name, kind in (("report-word", "docx"), ("report-workbook", "xlsx")):
        answer = client.get(reverse(name, args=MONTHLY), {"period": "2022-07", "for": "county"})
        assert answer.content.startswith(b"PK")
        assert unquote(answer["Content-Disposition"]).endswith(f"2022年7月“腾笼换鸟”工作月度汇总.{kind}")


def test_links_in_a_file_begin_with_the_countys_own_address(county: County, client, settings):
    settings.ADDRESS = "https://county.example"
    client.force_login(county.people.leader)
    answer = client.get(reverse("report-word", args=MONTHLY))
    rels = docx.Document(BytesIO(answer.content)).part.rels.values()
    addresses = {rel.target_ref for rel in rels if rel.is_external}
    assert addresses
    assert all(address.startswith("https://county.example/m/") for address in addresses)


def test_a_case_offers_the_documents_that_can_be_drawn_now(county: County, page, client):
    text = page("case", "cleanup", "buyback", county.buyback)
    assert "约谈函" in text
    assert "收储协议" not in text.partition("文书")[2].partition("</section>")[0]
    answer = client.get(reverse("document", args=[county.buyback, "cleanup.invitation"]))
    said = "\n".join(one.text for one in docx.Document(BytesIO(answer.content)).paragraphs)
    assert "关于商谈东坪路12号地块收储事宜的函" in said
    assert "还没有走到“签订收储协议”" in page("document", county.buyback, "cleanup.agreement", status=422)
    assert "没有叫“lease”的文书" in page("document", county.buyback, "lease", status=404)
    assert "文书" not in page("case", "cleanup", "buyback", county.buyback, by="enterprise")


def test_a_link_of_the_year_so_far_opens_the_number_for_those_months(page):
    text = page("number", "cleanup", "freed", period="2022-01..07")
    assert '<option value="2022-01..07" selected>2022年1—7月</option>' in text
