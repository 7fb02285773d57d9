"""The generic pages of registers: all of them, list, card, form, merge, views, export."""

import pytest
from tests.records.ledgers.licences import AT, KEY, enter, settle

from tenglong.records.audit.models import Reading
from tenglong.records.ledgers.registers import get_register
from tenglong.workbooks import read_table

LIST = f"/registers/{KEY}/"


@pytest.fixture
def licences(people, client):
    register = settle(people)
    enter(register, people, "1", land="东坪路12号", flow=10, through_on="2023-12-31", contact="石磊")
    enter(register, people, "2", firm="白鹭电子厂", flow=20, standing="注销")
    enter(register, people, "3", firm="白鹭电子厂", flow=30, before="1")
    client.force_login(people.officer)
    return register


def text(answer) -> str:
    return answer.content.decode()


def rows(answer) -> list[str]:
    return [line.key for line in answer.context["lines"]]


@pytest.mark.usefixtures("licences")
def test_all_registers_are_counted_for_who_looks(people, client):
    page = text(client.get("/registers/"))
    assert "许可证" in page
    assert "登记簿" in page
    client.force_login(people.stranger)
    assert "许可证" not in text(client.get("/registers/"))


@pytest.mark.usefixtures("licences")
def test_a_list_is_filtered_sorted_searched_and_its_columns_chosen(client):
    assert rows(client.get(LIST)) == list("123")
    assert rows(client.get(LIST, {"f.standing": "有效"})) == list("13")
    assert rows(client.get(LIST, {"f.flow.from": "10", "f.flow.to": "20"})) == list("12")
    assert rows(client.get(LIST, {"f.since_on.to": "2022-12-31"})) == []
    assert rows(client.get(LIST, {"q": "bldz"})) == list("23")
    assert rows(client.get(LIST, {"sort": "-flow"})) == list("321")
    assert rows(client.get(LIST, {"force": "over"})) == ["1"]
    assert rows(client.get(LIST, {"force": "valid"})) == list("23")
    assert rows(client.get(LIST, {"on": "2023-06-01"})) == list("123")
    page = text(client.get(LIST, {"col": ["note", "land"]}))
    assert "东坪路12号" in page
    assert 'data-label="日排水量"' not in page
    wrong = client.get(LIST, {"f.flow.from": "许多"})
    assert "不是数" in text(wrong)
    assert rows(wrong) == list("123")
    assert client.get(LIST, {"on": "昨天"}).status_code == 422
    assert client.get("/registers/trial.nothing/").status_code == 404
    assert len(client.get(LIST).content) < 100_000
    assert 'class="cards compact"' in text(client.get(LIST))
    assert text(client.get(LIST)).count("off-phone") == 3 * (len(client.get(LIST).context["columns"]) - 2 - 3)


def test_a_list_asks_the_database_a_fixed_number_of_times(licences, people, client, django_assert_max_num_queries):
    client.get(LIST)
    for number in range(4, 30):
        enter(licences, people, f"{number}")
    with django_assert_max_num_queries(16):
        client.get(LIST, {"sort": "flow"})


def test_a_card_shows_values_ties_and_history(licences, people, client):
    licences.save(key="1", values={"flow": 12}, version=1, by=people.officer, at=AT)
    page = text(client.get(f"{LIST}1/"))
    assert 'href="/enterprises/91330802MA0TL9001F/"' in page
    assert 'href="/plots/330802-101-0112/"' in page
    assert "日排水量：<del>10</del> → 12" in page
    assert "王敏" in page
    assert "还有许可证指着它" in page
    client.force_login(people.leader)
    page = text(client.get(f"{LIST}1/"))
    assert "/edit/" not in page
    assert client.get(f"{LIST}1/edit/").status_code == 403
    client.force_login(people.neighbour)
    assert client.get(f"{LIST}1/").status_code == 404


@pytest.mark.usefixtures("licences")
def test_a_row_is_entered_by_its_form_and_every_problem_is_beside_its_field(client):
    wrong = client.post(f"{LIST}new/", {"number": "9", "firm": "无此企业", "standing": "有效", "flow": "-1"})
    assert wrong.status_code == 422
    assert "最少填 0" in text(wrong)
    given = {"number": "9", "firm": "石桥包装厂", "standing": "有效", "since_on": "2023-02-01", "flow": "1,200"}
    assert client.post(f"{LIST}new/", given).url == f"{LIST}9/"
    assert get_register(KEY).current(["9"])["9"].values["flow"] == 1200


def test_what_somebody_changed_in_between_is_shown_side_by_side(licences, people, client):
    form = client.get(f"{LIST}1/edit/")
    sent = dict(form.context["was"]) | {one.name: one.text for one in form.context["inputs"]}
    sent |= {"version": form.context["version"], "flow": "15", "note": "查过"}
    licences.save(key="1", values={"flow": 99}, version=None, by=people.clerk, at=AT)
    answer = client.post(f"{LIST}1/edit/", sent)
    assert answer.status_code == 422
    assert ("日排水量", "99", "15") in answer.context["conflicts"]
    assert licences.current(["1"])["1"].values["flow"] == 99
    again = dict(answer.context["was"]) | {one.name: one.text for one in answer.context["inputs"]}
    assert client.post(f"{LIST}1/edit/", again | {"version": answer.context["version"]}).status_code == 302
    kept = licences.current(["1"])["1"].values
    assert (kept["flow"], kept["note"], kept["contact"]) == (15, "查过", "石磊")


@pytest.mark.usefixtures("licences")
def test_a_row_is_removed_for_a_reason(client):
    assert client.post(f"{LIST}2/remove/", {"why": ""}).status_code == 422
    assert client.post(f"{LIST}1/remove/", {"why": "重复"}).status_code == 422  # 3 names it
    assert client.post(f"{LIST}2/remove/", {"why": "重复"}).url == LIST
    assert rows(client.get(LIST)) == list("13")


@pytest.mark.usefixtures("licences")
def test_a_view_is_kept_for_oneself_or_for_the_office(people, client):
    asked = "f.standing=%E6%9C%89%E6%95%88&sort=-flow"
    client.post(f"{LIST}view/", {"name": "有效的", "asked": asked, "shared": "on"})
    client.post(f"{LIST}view/", {"name": "自用", "asked": ""})
    assert rows(client.get(f"{LIST}?{asked}")) == list("31")
    assert 'aria-current="page">有效的' in text(client.get(f"{LIST}?{asked}"))
    client.force_login(people.leader)
    assert "有效的" not in text(client.get(LIST))
    assert client.post(f"{LIST}view/", {"drop": "1"}).status_code == 422
    client.force_login(people.officer)
    views = [view for _, view in client.get(LIST).context["views"]]
    assert {view.name for view in views} == {"有效的", "自用"}
    client.post(f"{LIST}view/", {"drop": views[0].pk})
    assert len(client.get(LIST).context["views"]) == 1
    assert client.post(f"{LIST}view/", {"name": "", "asked": ""}).status_code == 422


@pytest.mark.usefixtures("licences")
def test_an_export_is_exactly_the_list_without_what_tells_of_a_person(client):
    asked = {"f.standing": "有效", "sort": "-flow", "col": ["number", "firm", "flow", "contact"]}
    answer = client.get(f"{LIST}export/", asked)
    sheet = read_table(b"".join(answer), "许可证.xlsx")
    assert sheet.headers == ("许可证号", "企业", "企业的名称", "日排水量（立方米）")
    assert [list(cells.values())[2:] for _, cells in sheet.records()] == [["白鹭电子厂", 30], ["石桥包装厂", 10]]
    answer = client.get(f"{LIST}export/", asked | {"format": "csv"})
    assert "白鹭电子厂,30" in b"".join(answer).decode("utf-8-sig")


def test_with_the_right_and_a_reason_an_export_tells_of_persons_and_the_reading_is_kept(licences, people, client):
    licences.save(key="2", values={"contact": "石磊"}, version=None, by=people.officer, at=AT)
    asked = {"col": ["number", "contact"], "reason": "公安机关调查函", "format": "csv"}
    assert "石磊" not in b"".join(client.get(f"{LIST}export/", asked)).decode("utf-8-sig")
    client.force_login(people.administrator)
    assert "石磊" not in b"".join(client.get(f"{LIST}export/", asked | {"reason": "查"})).decode("utf-8-sig")
    assert not Reading.objects.filter(fields__contains="contact").exists()
    assert "石磊" in b"".join(client.get(f"{LIST}export/", asked)).decode("utf-8-sig")
    assert [one.reason for one in Reading.objects.filter(fields__contains="contact")] == ["公安机关调查函"]


def test_two_rows_are_merged_field_by_field_and_parted_again(licences, people, client):
    assert "bldz" not in text(client.get(f"{LIST}1/merge/", {"q": "白鹭"}))
    page = client.get(f"{LIST}2/merge/", {"with": "1"})
    assert {mine.field.key for mine, _, _ in page.context["pairs"]} >= {"flow", "firm", "land"}
    sent = {"with": "1", "take": ["flow", "land"], "why": "同一张证"}
    assert client.post(f"{LIST}2/merge/", sent).url == f"{LIST}2/"
    assert licences.current(["2"])["2"].values["flow"] == 10
    assert client.get(f"{LIST}1/").url == f"{LIST}2/"
    merged = client.get(f"{LIST}2/").context["merges"][0]
    licences.save(key="2", values={"flow": 11}, version=None, by=people.officer, at=AT)
    answer = client.post(f"{LIST}2/part/", {"merge": merged.pk})
    assert [one.field.key for one in answer.context["conflicts"]] == ["flow"]
    assert rows(client.get(LIST)) == list("123")


@pytest.mark.usefixtures("licences")
def test_what_a_reference_to_a_register_may_be_is_suggested(people, client):
    assert 'value="2"' in text(client.get(f"/search/options/{KEY}/", {"q": "1、白鹭"}))
    client.force_login(people.stranger)
    assert "option" not in text(client.get(f"/search/options/{KEY}/", {"q": "白鹭"}))


@pytest.mark.usefixtures("licences")
def test_names_stand_where_rows_keep_codes(people, client):
    firm, plot, source = "91330802MA0TL9001F", "330802-101-0112", "台账"
    use = {
        "enterprise": firm,
        "parcel": plot,
        "tenure": "自有",
        "area_mu": 2,
        "from_on": "2022-01-01",
        "source": source,
    }
    figure = {"subject": f"enterprise:{firm}", "metric": "产值", "unit": "万元", "value": 3, "source": source}
    get_register("occupancy").save(key=None, values=use, version=None, by=people.officer, at=AT)
    get_register("observation").save(key=None, values=figure, version=None, by=people.officer, at=AT)
    (line,) = client.get("/registers/occupancy/").context["lines"]
    assert line.title == "石桥包装厂"
    assert "<h1>石桥包装厂" in text(client.get(line.url))
    page = text(client.get("/registers/observation/"))
    assert "石桥包装厂" in page
    assert f">enterprise:{firm}" not in page
