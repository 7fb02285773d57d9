"""Parts of a mechanism as forms: what nobody changes stays as it was written, every file, every part."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tenglong.playbooks import (
    BadMechanism,
    County,
    Loaded,
    find_folders,
    load_confidences,
    load_folders,
    load_mechanism,
    load_roles,
    read_folder,
)
from tenglong.playbooks.editing import (
    CannotEdit,
    Draft,
    Names,
    Part,
    begin,
    check_draft,
    differences,
    enter,
    get_part,
    outline,
    shape,
    sheet,
    unpack,
)
from tenglong.playbooks.editing.asks import ASKS, How
from tenglong.playbooks.sections import words_of
from tenglong.records.registry.kinds import KINDS

ROOT = Path(settings.MECHANISMS_ROOT)
FOLDERS = find_folders(ROOT)
_ROLES = (ROOT / "roles.yaml").read_text(encoding="utf-8")
ROLES, CONFIDENCES = load_roles(_ROLES), load_confidences(_ROLES)
NAMES = Names({key: role.label for key, role in ROLES.items()}, {"zone": "园区服务中心"}, {})
PROCEDURE = "procedure.yaml:procedures.handle"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_folders(FOLDERS, County(ROLES, KINDS, confidences=CONFIDENCES))


def around(loaded: Loaded) -> County:
    """The county with every mechanism in it."""
    return County(ROLES, KINDS, {one.key: one for one in loaded.mechanisms.values()}, confidences=CONFIDENCES)


@pytest.fixture
def draft() -> Draft:
    return begin(read_folder(FOLDERS["requests"]))


def sent(draft: Draft, part: Part) -> dict[str, list[str]]:
    """What a browser sends of a form in which nobody changed anything."""
    inputs = [one for block in sheet(draft, part, NAMES) for group in block.groups for one in group.inputs]
    return {one.name: ["\r\n".join(one.texts)] if one.ask.how is How.LINES else [*one.texts] for one in inputs}


def said(draft: Draft) -> list[str]:
    return [f"{one.place}：{one.says}" for one in differences(draft, NAMES)]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_form_sent_back_unchanged_changes_nothing(name: str) -> None:
    draft = begin(read_folder(FOLDERS[name]))
    for part in outline(draft):
        enter(draft, part, NAMES, sent(draft, part))
        assert draft.changed() == {}, part.name
    assert draft.files() == read_folder(FOLDERS[name])
    assert said(draft) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_draft_without_changes_is_the_mechanism(name: str, loaded: Loaded) -> None:
    before = loaded.mechanisms[name]
    checked = check_draft(begin(read_folder(FOLDERS[name])), around(loaded), before)
    assert checked.problems == ()
    assert checked.mechanism == before


def test_every_word_a_form_asks_for_is_a_word() -> None:
    for section, asks in ASKS.items():
        assert {ask.word for ask in asks} <= set(words_of(section)), section


def test_a_draft_is_packed_and_unpacked(draft: Draft) -> None:
    part = get_part(draft, f"{PROCEDURE}.steps.handle")
    enter(draft, part, NAMES, sent(draft, part) | {"procedures.handle.steps.handle.label": ["处理"]})
    again = unpack(draft.base, draft.packed())
    assert again.files() == draft.files()
    assert said(again) == ["诉求办理 › 处置：名称：处置 → 处理"]
    with pytest.raises(CannotEdit, match="没有传完"):
        unpack(draft.base, draft.packed()[:-9])


def test_only_files_that_change_lose_their_comments(draft: Draft) -> None:
    base = {name: f"# 说明\n{text}" for name, text in draft.base.items()}
    draft = begin(base)
    part = get_part(draft, "measures.yaml:measures.received")
    enter(draft, part, NAMES, sent(draft, part) | {"measures.received.note": ["含热线"]})
    files = draft.files()
    assert [name for name, text in files.items() if not text.startswith("#")] == ["measures.yaml"]
    assert said(draft) == ["收到诉求：说明：（没有写） → 含热线"]


def test_a_limit_comes_stands_by_cases_and_goes(draft: Draft) -> None:
    name = "procedures.distil.steps.carry.limit"
    part = get_part(draft, "procedure.yaml:procedures.distil.steps.carry")
    enter(draft, part, NAMES, sent(draft, part) | {f"{name}.amount": ["20"], f"{name}.source": ["未公布"]})
    assert "limit: {amount: 20, unit: workday, source: 未公布}" in draft.files()["procedure.yaml"]
    shape(draft, part, "add", name)
    values = sent(draft, part)
    assert f"{name}[1].amount" in values
    more = {f"{name}[0].when": ['诉求类别 = "融资"'], f"{name}[1].amount": ["30"], f"{name}[1].source": ["未公布"]}
    enter(draft, part, NAMES, values | more)
    assert said(draft) == [
        "举一反三 › 推进实施：时限：（没有写） → "
        '（天数：20；单位：个工作日；依据：未公布；什么情况用这一条：诉求类别 = "融资"）；'
        "（天数：30；单位：个工作日；依据：未公布）"
    ]
    shape(draft, part, "remove", f"{name}[1]")
    enter(draft, part, NAMES, sent(draft, part) | {f"{name}[0].{word}": [""] for word in ("amount", "source", "when")})
    assert draft.changed() == {}


def test_a_step_that_goes_leaves_no_gap(draft: Draft) -> None:
    part = get_part(draft, PROCEDURE)
    shape(draft, part, "remove", "procedures.handle.steps.handle")
    text = draft.files()["procedure.yaml"]
    feedback = text.partition("      feedback:\n")[2].partition("  distil:")[0]
    assert "after: [assign]" in feedback
    assert "returns_to" not in feedback
    assert "诉求办理：删去步骤“处置”" in said(draft)


def test_steps_change_places(draft: Draft) -> None:
    part = get_part(draft, PROCEDURE)
    shape(draft, part, "up", "procedures.handle.steps.feedback")
    shape(draft, part, "up", "procedures.handle.steps.accept")
    assert said(draft) == ["诉求办理：步骤的顺序改为：受理、交办、反馈评价、处置"]


def test_keys_made_up_are_new_for_good(draft: Draft) -> None:
    part = get_part(draft, "ledger.yaml:ledgers.request")
    for label in ("联系人", "联系电话"):
        shape(draft, part, "add", "ledgers.request.fields", label=label)
    assert "field_1: {label: 联系人}" in draft.files()["ledger.yaml"]
    assert "field_2: {label: 联系电话}" in draft.files()["ledger.yaml"]
    with pytest.raises(CannotEdit, match="小写英文字母开头"):
        shape(draft, part, "add", "ledgers.request.fields", label="甲", key="甲")
    with pytest.raises(CannotEdit, match="已经不在了"):
        shape(draft, part, "remove", "ledgers.request.fields.nothing")


def test_a_kind_changed_behind_the_forms_is_refused(loaded: Loaded) -> None:
    files = read_folder(FOLDERS["requests"])
    base = {name: text for name, text in files.items() if not name.startswith("stories/")}
    changed = base["ledger.yaml"].replace("kind: long_text, required: true}", "kind: number, required: true}")
    draft = unpack(
        base, begin(base).packed().replace('"files": {}', f'"files": {{"ledger.yaml": {json.dumps(changed)}}}')
    )
    (problem,) = check_draft(draft, around(loaded), loaded.mechanisms["requests"]).problems
    assert problem.path == "ledgers.request.fields.content"
    assert "已有办件记成长文字" in problem.message


def test_a_procedure_does_not_hide_behind_the_editor() -> None:
    files = read_folder(FOLDERS["requests"])
    files["procedure.yaml"] = files["procedure.yaml"].replace("  distil:\n", "  edit:\n")
    with pytest.raises(BadMechanism, match="“edit”是每个机制都有的页面"):
        load_mechanism(files, County(ROLES, KINDS, confidences=CONFIDENCES))


def test_a_parameter_is_unknown_until_it_is_set() -> None:
    draft = begin(read_folder(FOLDERS["evaluation"]))
    part = get_part(draft, "scorecard.yaml:scorecards.above_scale")
    name = "scorecards.above_scale.parameters"
    (blank,) = [one for one in sent(draft, part).items() if one[0] == f"{name}.低效线.value"]
    assert blank[1] == []
    words = {group.title: group.words for block in sheet(draft, part, NAMES) for group in block.groups}
    assert words["低效线"] == "万元/亩 · 未公布"
    entered = {f"{name}.低效线.value": ["5"], f"{name}.低效线.source": ["县政府〔2026〕3号"]}
    enter(draft, part, NAMES, sent(draft, part) | entered)
    assert [line.partition("：")[2] for line in said(draft)] == [
        "数值：（没有写） → 5",
        "依据：未公布 → 县政府〔2026〕3号",
    ]


def test_what_asks_for_a_reason_and_who_reopens_is_asked_for() -> None:
    draft = begin(read_folder(FOLDERS["monthly"]))
    part = get_part(draft, "procedure.yaml:procedures.answer.steps.fill")
    name = "procedures.answer.steps.fill.explain"
    values = sent(draft, part)
    assert values[f"{name}[4].in"] == ["波动说明"]
    enter(draft, part, NAMES, values | {f"{name}[4].else": ["企业数变了。"]})
    shape(draft, part, "remove", f"{name}[0]")
    assert "上年同期规上总产值 * 0.7" not in draft.files()["procedure.yaml"]
    assert "企业数变了。" in draft.files()["procedure.yaml"]
    whole = sent(draft, get_part(draft, "procedure.yaml:procedures.answer"))
    assert whole["procedures.answer.reopen_by"] == ["bureau_reviewer"]
    assert whole["procedures.answer.reopen_at"] == ["fill"]
