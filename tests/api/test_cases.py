"""Cases, documents and imports through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.clients import Client, key_for
from tests.people import FIRM_CODE
from tests.web.county import PDF, TENANT_CODE

from tenglong.records.files.queries import list_evidence

CSV = """企业名称,统一社会信用代码,注册日期,地区
青禾五金有限公司,91330802MA0TL0003L,2017-05-31,衢江区
没有代码的厂,,2017-05-31,衢江区
"""
REQUEST = {
    "诉求标题": "停电",
    "企业": TENANT_CODE,
    "诉求类别": "用能",
    "诉求内容": "每周停电两次。",
    "来源渠道": "走访",
}


@pytest.fixture
def officer(county) -> Client:
    return Client(key_for(county.people.officer, "read", "cases", "files", "import"))


def test_a_case_is_opened_and_read_with_its_steps_and_moves(officer):
    told = {one["key"]: one for one in officer.get("procedures").json()["procedures"]}
    assert told["requests.handle"]["may_open"] is True
    category = next(one for one in told["requests.handle"]["fields"] if one["label"] == "诉求类别")
    opened = officer.post(
        "cases", {"procedure": "requests.handle", "values": {**REQUEST, "诉求类别": category["choices"][0]}}
    )
    assert opened.status_code == 201
    assert opened.json()["title"] == "停电"
    assert opened.json()["moves"]
    numbers = [one["number"] for one in officer.get("cases?procedure=requests.handle").json()["cases"]]
    assert opened.json()["number"] in numbers


def test_a_move_needs_the_version_that_was_read(officer, county):
    read = officer.get(f"cases/{county.buyback}").json()
    note = {
        "act": "note",
        "step": "talks",
        "values": {"谈判方式": "约谈", "企业态度": "再考虑"},
        "version": read["version"],
    }
    moved = officer.post(f"cases/{county.buyback}/moves", note)
    assert moved.status_code == 200, moved.content.decode()
    assert moved.json()["version"] == read["version"] + 1
    late = officer.post(f"cases/{county.buyback}/moves", note)
    assert late.status_code == 409
    assert "王敏" in late.json()["error"]["sentence"]


def test_what_a_step_lacks_is_told_by_field(officer, county):
    answer = officer.post(
        f"cases/{county.buyback}/moves", {"act": "note", "step": "talks", "values": {"企业态度": "很好"}}
    )
    assert answer.status_code == 422
    assert len(answer.json()["error"]["problems"]) == 2


def test_cases_go_on_from_where_a_page_ended(officer):
    first = officer.get("cases?most=1").json()
    second = officer.get(f"cases?most=1&after={first['next']}").json()
    assert first["cases"][0]["number"] < second["cases"][0]["number"]
    assert second["next"] is None


def test_documents_go_up_and_come_down(officer, county, people):
    sent = {"title": "谈话记录", "on": "2023-01-05", "subject": f"case:{county.buyback}", "step": "talks"}
    up = officer.upload("evidence", {**sent, "file": SimpleUploadedFile("记录.pdf", PDF)})
    assert up.status_code == 201, up.content.decode()
    down = officer.get(f"evidence/{up.json()['id']}/file")
    assert b"".join(down) == PDF
    assert "attachment" in down["Content-Disposition"]
    assert Client(key_for(people.neighbour, "read")).get(f"evidence/{up.json()['id']}/file").status_code == 404
    kept = list_evidence(people.officer, subject=f"case:{county.buyback}").get(title="谈话记录")
    assert (kept.step, kept.region_code, kept.enterprise_code) == ("talks", "330802101", FIRM_CODE)


def test_a_workbook_is_judged_written_and_put_back(officer):
    staged = officer.upload("imports", {"kind": "enterprises", "file": SimpleUploadedFile("名录.csv", CSV.encode())})
    assert staged.status_code == 202
    batch = staged.json()["id"]
    assert staged.json()["status"] == "staged"
    assert staged.json()["counts"].items() >= {"new": 1, "refused": 1}.items()
    refused = officer.get(f"imports/{batch}/rows?verdict=refused").json()["rows"]
    assert refused[0]["number"] == 3
    assert refused[0]["sentence"]
    assert officer.get(f"imports/{batch}/marked").status_code == 200
    assert officer.post(f"imports/{batch}/apply").json()["status"] == "applied"
    assert officer.get("registers/enterprise/rows/91330802MA0TL0003L").status_code == 200
    assert officer.post(f"imports/{batch}/undo").json()["status"] == "reversed"
    assert officer.get("registers/enterprise/rows/91330802MA0TL0003L").status_code == 404


def test_numbers_open_to_their_rows(officer):
    told = officer.get("measures/cleanup.freed?period=2022").json()
    assert told["label"]
    term = told["terms"][0]["label"]
    assert officer.get(f"measures/cleanup.freed/rows?term={term}&period=2022").json()["over"] == "cleanup.buyback"
    assert officer.get("measures/cleanup.freed?period=2022&on=2022-01-01").status_code == 422


def test_a_report_tells_its_figures_and_tables(officer):
    told = officer.get("reports/briefing.monthly?period=2022-07").json()
    assert told["figures"]
    assert told["tables"][0]["heads"]
    assert officer.get("reports/briefing.monthly?period=2022").status_code == 422
