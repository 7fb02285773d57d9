"""Installed mechanisms are kept for good; the newest is the one that new cases begin under."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, SETUP, People
from tests.records.trial import FILES, HEAD, install, moment

from tenglong.playbooks import BadMechanism, find_folders, load_mechanism
from tenglong.records.audit.models import ChangeSet
from tenglong.records.mechanisms.actions import Overtaken, install_folders, install_mechanism
from tenglong.records.mechanisms.models import MechanismVersion
from tenglong.records.mechanisms.neighbours import broken_by
from tenglong.records.mechanisms.queries import (
    NoSuchMechanism,
    asked_once,
    county,
    current,
    get_current,
    get_version,
    list_current,
    list_history,
    version,
)
from tenglong.records.people.rights import CannotDo

LATER = moment("2022-06-16 09:00")


@pytest.mark.django_db
def test_the_same_texts_change_nothing_and_other_texts_are_a_new_version():
    install()
    first = get_current("trial")
    written = ChangeSet.objects.count()
    install(at=LATER)
    assert get_current("trial") == first
    assert ChangeSet.objects.count() == written
    install({**FILES, "mechanism.yaml": HEAD.replace("试办", "再试")}, LATER)
    assert (current("trial").title, version(first[0]).title) == ("再试", "试办")
    assert [(row.number, row.current) for row in MechanismVersion.objects.all()] == [(1, False), (2, True)]


@pytest.mark.django_db
def test_what_is_current_is_asked_once_and_again_after_an_install(django_assert_num_queries):
    install()
    with asked_once():
        list_current()
        with django_assert_num_queries(0):
            assert current("trial").title == "试办"
            list_current()
        install({**FILES, "mechanism.yaml": HEAD.replace("试办", "再试")}, LATER)
        assert current("trial").title == "再试"
    install({**FILES, "mechanism.yaml": HEAD.replace("试办", "三试")}, LATER)
    assert current("trial").title == "三试"


@pytest.mark.django_db
def test_a_bad_mechanism_is_refused_with_every_problem_and_not_kept():
    install()
    with pytest.raises(BadMechanism) as caught:
        install({**FILES, "mechanism.yaml": HEAD.replace("整治", "整治站") + "extra: 1\n"}, LATER)
    assert len(caught.value.problems) == 2
    assert MechanismVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_countys_mechanisms_install_in_the_order_in_which_they_refer_to_each_other():
    folders = find_folders(settings.MECHANISMS_ROOT)
    installed = install_folders(folders=folders, by=SETUP, at=DAY_ONE)
    assert {row.key for row in installed} == set(folders) == {mechanism.key for mechanism in list_current()}
    order = [row.key for row in installed]
    assert order.index("inventory") < order.index("cleanup")
    assert installed[order.index("cleanup")].others["inventory"] == installed[order.index("inventory")].pk


def test_who_may_install(people: People):
    with pytest.raises(CannotDo, match="不能设置机制"):
        install_mechanism(files=FILES, by=people.officer, at=LATER)
    install_mechanism(files=FILES, by=people.administrator, at=LATER)
    assert MechanismVersion.objects.get().by == "关理（guanli）"
    with pytest.raises(NoSuchMechanism, match="还没有安装"):
        current("gone")


def test_who_was_overtaken_is_told_by_whom(people):
    install_mechanism(files=FILES, by=SETUP, at=DAY_ONE)
    changed = {**FILES, "mechanism.yaml": FILES["mechanism.yaml"].replace("试办", "试着办")}
    install_mechanism(files=changed, by=people.administrator, at=LATER, instead_of=1)
    other = {**FILES, "mechanism.yaml": FILES["mechanism.yaml"].replace("试办", "再试")}
    with pytest.raises(Overtaken, match=r"第 1 版，关理（guanli） 已于 .* 安装了第 2 版"):
        install_mechanism(files=other, by=people.administrator, at=LATER, instead_of=1)
    assert get_version("trial").number == 2
    assert [version.number for version in list_history("trial")] == [2, 1]


@pytest.mark.django_db
def test_who_refers_to_what_goes_is_named():
    install_mechanism(files=FILES, by=SETUP, at=DAY_ONE)
    head = "format: 1\nkey: other\ntitle: 别的\nstation: 整治\n"
    area = "{label: 面积, unit: 亩, digits: 1, terms: {数: {over: trial.settle, sum: 腾出面积}}}"
    measures = f"format: 1\nmeasures:\n  area: {area}\n"
    install_mechanism(files={"mechanism.yaml": head, "measures.yaml": measures}, by=SETUP, at=LATER)
    assert broken_by(current("trial")) == {}
    text = FILES["procedure.yaml"].replace("腾出面积", "空出面积")
    numbers = FILES["measures.yaml"].replace("腾出面积", "空出面积")
    changed = load_mechanism({**FILES, "procedure.yaml": text, "measures.yaml": numbers}, county())
    (sentence,) = broken_by(changed).values()
    assert "腾出面积" in sentence
    assert list(broken_by(changed)) == ["别的"]
