"""How an empty county gets its divisions and its first people."""

import json
from pathlib import Path

import pytest
from tests.people import COUNTY, FIRM_CODE

from tenglong.cli.main import main
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.people.queries import find_person, get_person, list_people, list_units
from tenglong.records.regions.queries import list_regions
from tenglong.workbooks import write_table

PASSWORD = "一把长长的钥匙2026"
ADMINISTRATOR = ["person", "add", "lixin", "李信", "--role", "管理员", "--region", COUNTY]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """What somebody types where the password is asked for, twice."""

    def types(*words: str) -> None:
        waiting = list(words)
        monkeypatch.setattr("tenglong.cli.person.getpass", lambda _: waiting.pop(0))

    types(PASSWORD, PASSWORD)
    return types


@pytest.fixture
def regions(db, tmp_path: Path) -> Path:  # noqa: ARG001
    file = tmp_path / "区划.csv"
    file.write_text("区划代码,名称\n33,浙江省\n3308,衢州市\n330802,柯城区\n330802101,航埠镇\n", encoding="utf-8")
    assert main(["region", "add", str(file)]) == 0
    return file


def test_divisions_come_from_a_workbook(regions: Path, tmp_path: Path, capsys):
    assert list_regions().count() == 4
    book = tmp_path / "更多.xlsx"
    book.write_bytes(write_table(["区划代码", "名称"], [[330802013, "花园街道"], [330802101, "航埠新镇"]]))
    assert main(["region", "add", str(book)]) == 0
    assert "加入或改名 2 个" in capsys.readouterr().out
    assert main(["region", "list", "330802", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[1:] == [
        {"code": "330802013", "name": "花园街道"},
        {"code": "330802101", "name": "航埠新镇"},
    ]
    assert main(["region", "add", str(regions)]) == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("代码,名称\n33,浙江省\n", "没有“区划代码”这一列"),
        ("区划代码,名称\n33,\n", "第 2 行，名称"),
        ("区划代码,名称\n330802,柯城区\n", "找不到上级"),
    ],
)
@pytest.mark.django_db
def test_bad_divisions_are_a_sentence(text: str, sentence: str, tmp_path: Path, capsys):
    (tmp_path / "区划.csv").write_text(text, encoding="utf-8")
    assert main(["region", "add", str(tmp_path / "区划.csv")]) == 2
    assert sentence in capsys.readouterr().err
    assert not list_regions().exists()


@pytest.mark.usefixtures("regions", "typed")
def test_the_first_person_is_added_with_their_office_and_may_set_up_the_rest(capsys):
    assert main([*ADMINISTRATOR, "--unit", "government", "--unit-name", "县政府办公室", "--post", "管理员"]) == 0
    person = get_person("lixin")
    assert (person.name, person.unit.name, person.check_password(PASSWORD)) == ("李信", "县政府办公室", True)
    assert [(one.role, one.region_code) for one in person.grants.all()] == [("administrator", COUNTY)]
    told = ChangeSet.objects.filter(action__startswith="people.").order_by("id")
    assert [one.action for one in told] == ["people.add_unit", "people.add_person", "people.grant_role"]
    assert {one.by for one in told} == {"命令行"}
    assert PASSWORD not in "".join(Change.objects.values_list("after", flat=True))
    capsys.readouterr()
    assert main(["person", "list", "--json"]) == 0
    row = {"login": "lixin", "name": "李信", "roles": "管理员", "unit": "县政府办公室"}
    row |= {"region": COUNTY, "state": "在用"}
    assert json.loads(capsys.readouterr().out) == [row]


@pytest.mark.usefixtures("regions", "typed")
def test_somebody_is_kept_out_let_in_again_and_given_a_password_for_once(capsys):
    assert main(ADMINISTRATOR) == 0
    assert main(["person", "off", "lixin"]) == 0
    assert find_person("lixin") is None
    assert main(["person", "off", "lixin"]) == 2
    assert "已经是停用的" in capsys.readouterr().err
    assert main(["person", "on", "lixin"]) == 0
    assert main(["person", "code", "lixin"]) == 0
    capsys.readouterr()
    assert main(["person", "password", "lixin", "--once"]) == 0
    once = capsys.readouterr().out.strip().rpartition("：")[2]
    assert get_person("lixin").check_password(once)
    assert get_person("lixin").must_change_password


@pytest.mark.usefixtures("regions", "typed")
def test_somebody_of_a_firm_is_bound_to_it():
    assert main(["person", "add", "shilei", "石磊", "--role", "enterprise", "--enterprise", FIRM_CODE]) == 0
    assert [one.enterprise_code for one in get_person("shilei").grants.all()] == [FIRM_CODE]


@pytest.mark.usefixtures("regions")
def test_a_password_is_set_anew(typed):
    assert main(ADMINISTRATOR) == 0
    typed("另一把长长的钥匙", "另一把长长的钥匙")
    assert main(["person", "password", "lixin"]) == 2  # too short
    assert get_person("lixin").check_password(PASSWORD)
    typed("另一把长长的钥匙2027", "另一把长长的钥匙2027")
    assert main(["person", "password", "lixin"]) == 0
    assert get_person("lixin").check_password("另一把长长的钥匙2027")
    assert ChangeSet.objects.filter(action="people.set_password").count() == 1


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--role", "皇帝", "--region", COUNTY], "没有“皇帝”这个岗位。可选：园区专员"),
        (["--role", "领导"], "没有写领导管到哪里"),
        (["--role", "领导", "--region", "999999"], "没有代码为“999999”的区划"),
        (["--role", "部门审核人", "--region", COUNTY], "请用 --unit 写单位代号"),
        (["--role", "部门审核人", "--region", COUNTY, "--unit", "tax"], "还没有代号为“tax”的单位"),
        (["--role", "企业"], "请用 --enterprise"),
    ],
)
def test_what_cannot_be_granted_is_said_before_the_password_is_asked(words, sentence, typed, capsys):
    typed()
    assert main(["person", "add", "someone", "某人", *words]) == 2
    assert sentence in capsys.readouterr().err
    assert not list_people().exists()


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("words", "sentence"), [(("短", "短"), "密码没有设置：太短"), ((PASSWORD, "不一样"), "两遍密码不一样")]
)
def test_a_password_nobody_can_use_adds_nobody(words, sentence, typed, capsys):
    typed(*words)
    assert main([*ADMINISTRATOR, "--unit", "government", "--unit-name", "县政府办公室"]) == 2
    assert sentence in capsys.readouterr().err
    assert not list_people().exists()
    assert not list_units().exists()
