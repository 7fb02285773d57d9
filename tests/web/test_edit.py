"""The form editor: it saves the file that somebody would have written; cases under way stay as they were."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.county import TENANT_CODE, moment
from tests.web.editor import Editor, Form

from tenglong.playbooks import read_folder
from tenglong.playbooks.write import canonical
from tenglong.records.audit.models import ChangeSet
from tenglong.records.cases.queries import get_case
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.queries import get_version

HANDLE = "procedures.handle"
STEPS = f"{HANDLE}.steps"
PART = f"procedure.yaml:{HANDLE}"
BY_HAND = {  # what somebody changes in procedure.yaml with an editor of texts: two lines, and a step
    "limit: {amount: 7, unit: workday, source: 泉州2022年做法（主办七个工作日答复企业），县可改}": (
        "limit: {amount: 5, unit: workday, source: 县政府〔2026〕3号}"
    ),
    "        returns_to: [handle]\n": (
        "        returns_to: [handle]\n"
        "      visit:  # 回头看\n"
        "        owner: {unit: zone, role: zone_officer}\n"
        "        label: 回访\n"
        "        limit: {source: 未公布, amount: 10, unit: workday}\n"
        "        after: [feedback]\n"
        "        evidence: [回访记录]\n"
        "        fields:\n"
        "          visited_on: {label: 回访日期, kind: date, required: true}\n"
    ),
}


@pytest.fixture
def editor(county) -> Editor:
    client = Client()
    client.force_login(county.people.administrator)
    return Editor(client, "requests")


def request_of(people, at: str) -> str:
    values = {
        "诉求标题": "缺工", "企业": TENANT_CODE, "诉求类别": "用工", "诉求内容": "缺工二十人。", "来源渠道": "走访",
    }  # fmt: skip
    return open_case(procedure="requests.handle", values=values, by=people.officer, at=moment(at)).number


def walk(people, number: str, day: str) -> None:
    """Accepted and assigned on that day."""
    at = moment(f"{day} 10:00")
    move_case(number=number, act="finish", step="accept", values={"急件": "否"}, by=people.officer, at=at)
    move_case(
        number=number, act="finish", step="assign", values={"主办单位": "natural-resources"}, by=people.officer, at=at
    )


def standing(people, number: str, at: str) -> tuple[dict[str, object], list[str]]:
    view = get_case(people.officer, number, at=moment(at))
    dues = {step.spec.key: step.reading.due_on for step in view.steps if step.reading}
    return dues, [step.spec.label for step in view.steps]


def change(editor: Editor) -> Editor:
    """The limit of 处置 is cut to five days, and a step 回访 added, all with forms."""
    editor.press(f"go:procedure.yaml:{STEPS}.handle")
    editor.fill(
        f"go:{PART}", {f"{STEPS}.handle.limit.amount": "5", f"{STEPS}.handle.limit.source": "县政府〔2026〕3号"}
    )
    editor.press(f"add:{STEPS}", **{f"label:{STEPS}": "回访", f"key:{STEPS}": "visit"})
    editor.press(f"go:procedure.yaml:{STEPS}.visit")
    editor.fill(
        f"add:{STEPS}.visit.fields",
        {
            f"{STEPS}.visit.owner.role": "zone_officer",
            f"{STEPS}.visit.owner.unit": "zone",
            f"{STEPS}.visit.limit.amount": "10",
            f"{STEPS}.visit.limit.source": "未公布",
            f"{STEPS}.visit.evidence": "回访记录\r\n",
            f"label:{STEPS}.visit.fields": "回访日期",
            f"key:{STEPS}.visit.fields": "visited_on",
        },
    )
    field = f"{STEPS}.visit.fields.visited_on"
    return editor.fill("review", {f"{field}.kind": "date", f"{field}.required": "true"})


def test_what_the_forms_save_is_the_file_somebody_would_have_written(county, editor):
    people = county.people
    running = request_of(people, "2026-03-02 09:00")
    walk(people, running, "2026-03-02")
    before = standing(people, running, "2026-03-03 09:00")
    change(editor)
    for words in ("诉求办理 › 处置 › 时限", "天数：7 → 5", "新增步骤“回访”", "岗位：园区专员", "回访日期"):
        assert words in editor.html
    assert "2 件在旧版本上继续" in editor.html
    assert get_version("requests").number == 1, "nothing is installed before it is confirmed"
    editor.press("install")
    assert "第 2 版（关理（guanli））" in editor.html

    files = read_folder(Path(settings.MECHANISMS_ROOT) / "requests")
    hand = files["procedure.yaml"]
    for old, new in BY_HAND.items():
        assert hand.count(old) == 1
        hand = hand.replace(old, new)
    saved = get_version("requests").files
    assert saved["procedure.yaml"] == canonical({"procedure.yaml": hand})["procedure.yaml"]
    assert {name: text for name, text in saved.items() if name != "procedure.yaml"} == {
        name: text for name, text in files.items() if name != "procedure.yaml"
    }

    assert standing(people, running, "2026-03-03 09:00") == before
    fresh = request_of(people, "2026-03-02 09:00")
    walk(people, fresh, "2026-03-02")
    dues, steps = standing(people, fresh, "2026-03-03 09:00")
    assert steps[-1] == "回访"
    assert (before[0]["handle"].isoformat(), dues["handle"].isoformat()) == ("2026-03-11", "2026-03-09")


def test_the_installed_version_is_in_the_audit(editor):
    change(editor).press("install")
    last = ChangeSet.objects.latest("id")
    assert (last.action, last.by) == ("mechanisms.install_mechanism", "关理（guanli）")
    assert last.summary == "安装机制 企呼我应"
    assert [change.key for change in last.changes.all()] == ["requests/2"]


def test_every_problem_stands_at_its_input(editor):
    editor.press(f"go:procedure.yaml:{STEPS}.handle")
    editor.fill("review", {f"{STEPS}.handle.limit.amount": "七", f"{STEPS}.handle.when": "诉求类型 = 1"})
    assert editor.status == 422
    at_amount = editor.html.partition(f'id="{STEPS}.handle.limit.amount"')[2].partition("</div>")[0]
    assert "“天数”应当是一个整数" in at_amount
    at_when = editor.html.partition(f'id="{STEPS}.handle.when"')[2].partition("</div>")[0]
    assert "诉求类别" in at_when, "the nearest word is suggested"
    assert get_version("requests").number == 1


def test_the_second_of_two_is_told_and_keeps_what_was_entered(editor):
    other = Editor(editor.client, "requests")
    change(editor).press("install")
    other.fill("review", {f"{HANDLE}.warn_before": "3"})
    other.press("install")
    assert other.status == 409
    assert "您改的是第 1 版，关理（guanli） 已于" in other.html
    assert 'value="3"' in other.html
    assert get_version("requests").number == 2


def test_a_step_that_goes_is_bridged_and_its_story_must_go_too(editor):
    editor.press(f"remove:{STEPS}.assign")
    assert "stories/" in editor.html
    editor.press(f"go:procedure.yaml:{STEPS}.handle")
    assert f'name="{STEPS}.handle.after" value="accept" checked' in editor.html


def test_the_kind_of_a_field_with_records_stays(editor):
    editor.press("go:ledger.yaml:ledgers.request")
    name = "ledgers.request.fields.content.kind"
    assert f'name="{name}" disabled' in editor.html
    editor.press("check", **{name: "number"})
    assert "没有改动" in editor.press("review").html


def test_removed_and_added_again_under_the_same_key_is_refused(editor):
    fields = "ledgers.outcome.fields"
    editor.press("go:ledger.yaml:ledgers.outcome").press(f"remove:{fields}.started_on")
    editor.press(f"add:{fields}", **{f"label:{fields}": "立项日期", f"key:{fields}": "started_on"})
    assert "代号“started_on”已经用过" in editor.html


def test_order_targets_pauses_and_measures(editor):
    editor.press(f"down:{HANDLE}.pauses.papers")
    editor.press(f"add:{HANDLE}.pauses", **{f"label:{HANDLE}.pauses": "等上级政策"})
    editor.press("go:measures.yaml:measures.solved")
    editor.fill("review", {"measures.solved.target.value": "95", "measures.solved.target.source": "未公布"})
    for words in (
        "停钟原因的顺序改为：等上级答复、等企业补充材料",
        "新增停钟原因“等上级政策”",
        "问题解决率",
        "目标值：95",
    ):
        assert words in editor.html
    editor.press("install")
    saved = get_version("requests").files
    assert "target: {value: 95, source: 未公布}" in saved["measures.yaml"]
    assert "pause_1: {label: 等上级政策}" in saved["procedure.yaml"]


def test_the_folder_can_be_taken_along(editor):
    change(editor).press("install")
    answer = editor.client.get(reverse("folder", args=["requests"]), {"version": "2"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        texts = {name.removeprefix("requests/"): packed.read(name).decode() for name in packed.namelist()}
    assert texts == get_version("requests", 2).files


def test_a_form_that_came_in_part_is_refused(editor):
    answer = editor.client.post(
        reverse("edit", args=["requests"]), {"base": "1", "draft": '{"files": {', "do": "review"}
    )
    assert answer.status_code == 422
    assert "没有传完" in answer.content.decode()


def test_only_who_may_install_comes_in(county, client):
    client.force_login(county.people.officer)
    assert client.get(reverse("edit", args=["requests"])).status_code == 403
    assert client.post(reverse("edit", args=["requests"]), {"do": "install"}).status_code == 403


def test_a_story_that_no_longer_fits_is_left_out_by_choice(editor):
    editor.press(f"remove:{STEPS}.feedback")
    stories = [do for do in Form(editor.html).buttons if do.startswith("drop:")]
    assert stories
    assert editor.press("review").status == 422
    for story in stories:
        editor.press(story)
    editor.press("go:measures.yaml:measures.satisfied")
    assert "机制" in editor.html


def test_the_list_of_mechanisms_leads_to_the_editor(county, client):
    client.force_login(county.people.administrator)
    shown = client.get(reverse("mechanisms")).content.decode()
    assert reverse("edit", args=["requests"]) in shown
    assert "企呼我应" in shown
    assert reverse("mechanisms") in client.get(reverse("today")).content.decode()


def test_a_list_handed_in_at_the_import_centre_opens_cases(county, client):
    client.force_login(county.people.officer)
    shown = client.get(reverse("imports")).content.decode()
    assert '<option value="requests.handle">企呼我应：诉求办理' in shown
    rows = (
        f"诉求标题,企业,诉求类别,诉求内容,来源渠道\n缺工,{TENANT_CODE},用工,缺二十人,走访\n缺工,没有的厂,用工,缺,走访\n"
    )
    upload = SimpleUploadedFile("清单.csv", rows.encode(), "text/csv")
    answer = client.post(reverse("imports"), {"kind": "requests.handle", "file": upload}, follow=True)
    assert "没有登记" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    written = client.post(f"{address}apply/", follow=True).content.decode()
    assert "已写入" in written
    assert "缺工" in client.get(reverse("cases", args=["requests", "handle"])).content.decode()
    assert "已撤销" in client.post(f"{address}undo/", follow=True).content.decode()
