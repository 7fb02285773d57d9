"""Documents of a case: its facts in words, once it has come far enough, as far as the reader may see them."""

import pytest
from tests.reports.conftest import Yards
from tests.web.county import moment

from tenglong.core.report.paper import Paper, plain, words_of
from tenglong.core.report.periods import CannotDraw
from tenglong.records.cases.loading import NoSuchCase
from tenglong.records.cases.queries import get_case
from tenglong.records.people.rights import By
from tenglong.reports import NoSuchDocument, draw_document, list_documents

AT = moment("2022-08-03 15:00")


def notice(yards: Yards, by: By, name: str = "东坪堆场") -> Paper:
    return draw_document("notice", number=yards.numbers[name], by=by, at=AT)


def test_the_facts_of_the_case_are_in_its_words(yards: Yards):
    paper = notice(yards, yards.people.officer)
    assert (paper.name, plain(paper.to)) == ("关于清退“东坪堆场”的通知", "石桥包装厂：")
    said = plain(paper.parts[0].said)
    assert "面积12.5亩，即8,333.33平方米，堆的是砂石" in said
    assert "补偿350.5万元（大写叁佰伍拾万伍仟元整），底价9.9万元" in said
    assert f"2022年3月10日前腾空；办件号{yards.numbers['东坪堆场']}，2022年8月3日出。" in said
    assert [[cell.text for cell in row] for row in paper.tables[0].rows] == [
        ["场名", "东坪堆场"],
        ["堆场面积（公顷）", "0.83"],
        ["腾空日期", "2022年3月10日"],
    ]


def test_numbers_open_the_case(yards: Yards):
    said = notice(yards, yards.people.officer).parts[0].said
    assert {piece.path for piece in said if piece.value is not None} == {f"/m/probe/clear/{yards.numbers['东坪堆场']}/"}


def test_what_is_not_known_yet_is_left_blank_to_be_written(yards: Yards):
    paper = notice(yards, yards.people.officer, "南坪堆场")
    assert "＿＿＿＿前腾空" in plain(paper.parts[0].said)
    assert paper.tables[0].rows[2][1].text == ""


def test_what_is_confidential_to_the_reader_is_not_said(yards: Yards):
    assert "底价（不公开）万元" in plain(notice(yards, yards.people.enterprise).parts[0].said)
    with pytest.raises(NoSuchCase):
        notice(yards, yards.people.neighbour)


def test_a_document_waits_for_its_step(yards: Yards):
    done, begun = (get_case(yards.people.officer, yards.numbers[name], at=AT) for name in ("东坪堆场", "南坪堆场"))
    assert [one.label for one in list_documents(done)] == ["清退通知", "腾空协议"]
    assert [one.label for one in list_documents(begun)] == ["清退通知"]
    with pytest.raises(CannotDraw, match="还没有走到“腾空”这一步"):
        draw_document("deed", number=yards.numbers["南坪堆场"], by=yards.people.officer, at=AT)
    deed = draw_document("probe.deed", number=yards.numbers["东坪堆场"], by=yards.people.officer, at=AT)
    assert words_of(deed).endswith("甲方：园区服务中心\n乙方：石桥包装厂")


def test_a_document_that_is_not_there_is_a_sentence(yards: Yards):
    with pytest.raises(NoSuchDocument, match=r"没有叫“lease”的文书；现有：probe\.notice（清退通知）"):
        draw_document("lease", number=yards.numbers["东坪堆场"], by=yards.people.officer, at=AT)
