"""The page of a case: what one may do now, what comes back when it is refused, and that nothing is done twice."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people import FIRM_CODE
from tests.web.county import PDF, TENANT_CODE, moment

from tenglong.records.cases.queries import get_case
from tenglong.records.flows.actions import move_case, open_case
from tenglong.web import clock


def page(number: str) -> str:
    return reverse("case", args=["cleanup", "buyback", number])


def text(answer) -> str:
    return answer.content.decode()


def send(client, number: str, act: str, step: str, version: int, **values):
    prefixed = {f"{act}-{step}-{key}": value for key, value in values.items() if key not in {"words", "chosen"}}
    others = {key: values[key] for key in ("words", "chosen") if key in values}
    return client.post(
        reverse("move", args=[number]), {"act": act, "step": step, "version": version, **prefixed, **others}
    )


def state(county):
    return get_case(county.people.officer, county.buyback, at=clock.now())


def test_it_says_where_the_case_stands_and_why(county, client):
    client.force_login(county.people.officer)
    shown = text(client.get(page(county.buyback)))
    for words in (
        "石桥包装厂",
        "意向谈判",
        "拒签",
        "企业一边生产一边出租",
        "2022-06-24 办结",
        "不动产登记簿查询结果",
        "王敏",
    ):
        assert words in shown


def test_only_who_may_act_sees_a_form(county, client):
    forms = {}
    for role in ("officer", "reviewer", "leader"):
        client.force_login(getattr(county.people, role))
        forms[role] = re.findall(
            r'id="((?:finish|note|pause|return|cancel)-\w*)"', text(client.get(page(county.buyback)))
        )
    assert forms["officer"] == ["finish-talks", "note-talks", "pause-talks"]
    assert forms["reviewer"] == []
    assert forms["leader"] == ["cancel-"]


def test_what_is_refused_comes_back_beside_its_field_with_what_was_entered(county, client):
    client.force_login(county.people.officer)
    answer = send(
        client,
        county.buyback,
        "note",
        "talks",
        state(county).case.version,
        approach="飞鸽",
        answer="拒签",
        change="换人劝",
    )
    assert answer.status_code == 422
    shown = text(answer)
    problem = shown[shown.index('<p class="problem"') :][:200]
    assert "飞鸽" in problem
    assert "换人劝</textarea>" in shown
    assert re.search(r"<option selected>拒签</option>", shown)
    assert re.search(r'id="note-talks" open', shown)


def test_a_rule_of_the_step_is_said_and_nothing_is_written(county, client):
    client.force_login(county.people.officer)
    before = state(county)
    answer = send(client, county.buyback, "finish", "talks", before.case.version, agreed="否", ending="净地挂牌")
    assert answer.status_code == 422
    assert "企业还没有同意" in text(answer)
    assert state(county).case.version == before.case.version


def test_a_move_is_made_once_though_it_is_sent_twice(county, client):
    client.force_login(county.people.officer)
    version = state(county).case.version
    entries = len(state(county).entries)
    first = send(client, county.buyback, "note", "talks", version, approach="上门", answer="再考虑")
    second = send(client, county.buyback, "note", "talks", version, approach="上门", answer="再考虑")
    assert (first.status_code, second.status_code) == (302, 422)
    assert "办理过" in text(second)
    assert len(state(county).entries) == entries + 1


def test_the_step_of_another_is_refused_in_a_sentence(county, client):
    client.force_login(county.people.leader)
    answer = send(client, county.buyback, "finish", "talks", state(county).case.version, agreed="是", ending="净地挂牌")
    assert answer.status_code == 422
    assert "不能" in text(answer)


def test_a_document_is_asked_for_and_taken(county, client):
    people = county.people
    move_case(
        number=county.buyback, act="finish", step="talks", values={"愿意签约": "是", "处置方式": "净地挂牌"},
        by=people.officer, at=moment("2023-08-02 11:30"),
    )  # fmt: skip
    client.force_login(people.reviewer)
    version = state(county).case.version
    without = send(client, county.buyback, "finish", "appraise", version, appraised_wan="3850")
    assert without.status_code == 422
    assert "评估报告" in text(without)
    sent = {"act": "finish", "step": "appraise", "version": version, "finish-appraise-appraised_wan": "3850"}
    sent["document-0"] = SimpleUploadedFile("报告.pdf", PDF)
    assert client.post(reverse("move", args=[county.buyback]), sent).status_code == 302
    assert "评估报告" in {paper.title for paper in state(county).evidence}


def test_what_makes_no_sense_is_a_sentence(county, client):
    client.force_login(county.people.officer)
    for sent in (
        {},
        {"act": "dance"},
        {"act": "finish"},
        {"act": "finish", "step": "nix", "version": "x"},
        {"act": "return", "step": "talks"},
    ):
        answer = client.post(reverse("move", args=[county.buyback]), sent)
        assert answer.status_code in {403, 422}, sent
        assert "。" in text(answer)


def test_a_new_case_from_the_form(county, client):
    client.force_login(county.people.officer)
    address = reverse("new", args=["requests", "handle"])
    wrong = client.post(
        address,
        {"title": "用工难", "enterprise": "没有这家", "category": "用工", "content": "缺 20 人", "channel": "走访"},
    )
    assert wrong.status_code == 422
    assert "没有这家" in text(wrong)
    assert "缺 20 人</textarea>" in text(wrong)
    right = client.post(
        address,
        {"title": "用工难", "enterprise": "石桥包装厂", "category": "用工", "content": "缺 20 人", "channel": "走访"},
    )
    assert right.status_code == 302
    assert "用工难" in text(client.get(right["Location"]))


def asked_for(county, firm: str, source: str) -> str:
    values = {"诉求标题": "另有安排", "企业": firm, "诉求类别": "用工", "诉求内容": "缺人", "来源渠道": "走访"}
    return open_case(
        procedure="requests.handle", values=values, by=county.people.officer, at=moment("2023-01-05 10:00"),
        opened_from=source,
    ).number  # fmt: skip


def test_what_it_came_from_and_led_to_is_named_only_to_who_may_see_it(county, client):
    others, own = asked_for(county, TENANT_CODE, county.buyback), asked_for(county, FIRM_CODE, county.request)
    for person, seen in ((county.people.officer, True), (county.people.enterprise, False)):
        client.force_login(person)
        assert (others in text(client.get(page(county.buyback)))) is seen
        shown = text(client.get(reverse("case", args=["requests", "handle", own])))
        assert own in shown
        assert (county.request in shown) is seen
