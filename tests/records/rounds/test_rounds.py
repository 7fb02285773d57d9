"""A round over eleven towns: sent out, reminded, merged, frozen; a late correction moves what it moves and no more."""

from fractions import Fraction

import pytest
from tests.records.trial import moment
from tests.rounds import COLLECTION, IN_ZONE, TOWNS, answer_all, figures, fill, frozen_round, number_of, sign

from tenglong.core.errors import Refused
from tenglong.core.procedure import CannotMove
from tenglong.records.audit.models import ChangeSet
from tenglong.records.cases.models import Entry
from tenglong.records.cases.queries import get_case, list_waiting
from tenglong.records.flows.actions import move_case
from tenglong.records.measures.queries import figure
from tenglong.records.people.rights import CannotDo
from tenglong.records.rounds.actions import CannotRun, freeze, merge, open_round, remind, reopen, send_back
from tenglong.records.rounds.models import Frozen
from tenglong.records.rounds.queries import NoSuchRound, get_round, list_rounds
from tenglong.records.rounds.spec import spec_of
from tenglong.records.rounds.standing import list_standing
from tenglong.records.rounds.tables import bridge_between, draw_tables, tables_telling

AT, LATER, AFTER = moment("2022-08-02 09:00"), moment("2022-08-05 10:00"), moment("2022-08-20 10:00")


@pytest.fixture
def july(towns):
    return open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=AT)


def words_of(towns, found, at=LATER):
    return {one.asked.addressee: one.word for one in list_standing(towns.asks, found, at=at)}


def test_every_town_gets_its_own_case_with_the_day_it_is_due(towns, july):
    assert (july.period, str(july.due_on), july.status) == ("2022-07", "2022-08-08", "open")
    assert list(july.asked.values_list("addressee", flat=True)) == list(TOWNS)
    waiting = list_waiting(towns.clerks["hangbu"], at=AT)
    assert [(one.case.title, one.label, str(one.due_on)) for one in waiting] == [
        ("航埠镇 2022年7月", "填报", "2022-08-08")
    ]
    assert list_waiting(towns.leaders["hangbu"], at=AT) == []
    case = get_case(towns.clerks["hangbu"], number_of(july, "hangbu"), at=AT)
    assert case.facts["园区所在"] is True
    assert get_case(towns.asks, number_of(july, "fushan"), at=AT).facts["园区所在"] is False


def test_what_was_answered_before_stands_beside_and_checks_what_is_answered_now(towns):
    frozen_round(towns, "2021-07", moment("2021-08-05 10:00"))
    frozen_round(towns, "2022-06", moment("2022-07-05 10:00"))
    july = open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=AT)
    case = get_case(towns.clerks["fushan"], number_of(july, "fushan"), at=AT)
    own = figures(1)
    assert [str(case.facts[label]) for label in ("上期规上总产值", "上年同期规上总产值", "上期工业用电量")] == [
        own["规上总产值"], own["规上总产值"], own["工业用电量"]
    ]  # fmt: skip
    with pytest.raises(CannotMove, match="园区内规上总产值大于规上总产值"):
        fill(towns, july, "fushan", AT, 园区内规上总产值="999999")
    with pytest.raises(CannotMove) as caught:
        fill(towns, july, "fushan", AT, 规上总产值="20000")
    assert "同比升降超过三成" in str(caught.value)
    assert "在“波动说明”里写明原因" in str(caught.value)
    fill(towns, july, "fushan", AT, 规上总产值="20000", 波动说明="新投产一条生产线")


def test_who_has_not_answered_is_reminded_with_a_dated_line(towns, july):
    for town in ("hangbu", "fushan"):
        fill(towns, july, town, LATER)
    sign(towns, july, "hangbu", LATER)
    found = words_of(towns, july)
    assert (found["hangbu"], found["fushan"], found["huayuan"]) == ("待审核", "待签发", "待填报")
    names = remind(found=july, by=towns.asks, at=LATER, words="明天截止")
    assert len(names) == len(TOWNS) - 1
    lines = Entry.objects.filter(act="remind")
    assert {(line.words, line.by) for line in lines} == {("明天截止", "周岚")}
    assert number_of(july, "hangbu") not in {line.case.number for line in lines}
    assert remind(found=july, by=towns.asks, at=LATER, only=("fushan",)) == ["府山街道"]
    standing = {one.asked.addressee: one.reminders for one in list_standing(towns.asks, july, at=LATER)}
    assert (standing["fushan"], standing["huayuan"], standing["hangbu"]) == (2, 1, 0)


def test_a_signed_answer_is_returned_with_its_reason(towns, july):
    fill(towns, july, "hangbu", AT)
    sign(towns, july, "hangbu", AT)
    send_back(found=july, addressee="hangbu", reason="企业数和库里不符", by=towns.asks, at=LATER)
    (one,) = [one for one in list_standing(towns.asks, july, at=LATER) if one.asked.addressee == "hangbu"]
    assert (one.word, one.returned) == ("更正中", "周岚：退回到“填报”：企业数和库里不符")
    assert one.signed.data["firms"] == 12  # what was signed counts until the correction is


def test_merging_waits_for_everybody_unless_it_says_why_not(towns, july):
    answer_all(towns, july, LATER, but=("wantian",))
    with pytest.raises(CannotRun, match="还有 1 家没有报齐（万田乡）"):
        merge(found=july, by=towns.asks, at=LATER)
    merge(found=july, by=towns.asks, at=LATER, without="万田乡机房搬迁，下月补报")
    assert (july.status, july.without) == ("merged", "万田乡机房搬迁，下月补报")
    assert set(words_of(towns, july).values()) == {"已收齐", "待填报"}
    kept = freeze(found=july, by=towns.asks, at=LATER)
    assert len(kept.rows) == len(TOWNS) - 1


def test_three_tables_tell_the_same_figure_each_in_its_scope(towns, july):
    answer_all(towns, july, LATER)
    drawn, spec = draw_tables(july), spec_of(july)
    total = {
        key: one.gathered.totals[[c.figure for c in one.table.columns].index("output")] for key, one in drawn.items()
    }
    whole = [figures(place) for place in range(len(TOWNS))]
    small = sum(int(one["规下总产值"]) for one in whole)
    above = sum(int(one["规上总产值"]) for one in whole)
    zone = sum(int(one["园区内规上总产值"]) for one in whole)
    assert total == {"county": above + small, "city": above, "province": zone}
    assert tables_telling(spec, "output") == ["county", "city", "province"]
    found = bridge_between(spec, drawn, "output", "county", "province")
    assert found.left + sum(row.carries for row in found.rows) == found.right
    assert (found.left, found.right, found.unit) == (above + small, zone, "万元")
    inside = {row.key: row for row in found.rows if row.right is not None}
    assert set(inside) == set(IN_ZONE)
    assert "取数不同" in inside["hangbu"].why[0]
    out = next(row for row in found.rows if row.key == "fushan")
    assert out.why == ("不在“开发区（园区）工业月报”的口径里：园区所在 否",)
    assert out.carries == -Fraction(int(whole[1]["规上总产值"]) + int(whole[1]["规下总产值"]))


def test_what_is_signed_after_the_cut_off_is_left_out_there_and_nowhere_else(towns, july):
    answer_all(towns, july, LATER, but=("wantian",))
    late = moment("2022-08-11 09:00")
    fill(towns, july, "wantian", late)
    sign(towns, july, "wantian", late)
    drawn = draw_tables(july)
    assert [line.answer.name for line in drawn["county"].gathered.left_out] == ["万田乡"]
    assert [line.answer.name for line in drawn["city"].gathered.left_out] == []
    found = bridge_between(spec_of(july), drawn, "output", "county", "city")
    assert "晚于截止日 2022-08-10" in next(row for row in found.rows if row.key == "wantian").why[0]


def test_a_late_correction_reopens_one_town_and_shows_what_moved(towns, july):
    answer_all(towns, july, LATER)
    merge(found=july, by=towns.asks, at=LATER)
    first = freeze(found=july, by=towns.asks, at=LATER)
    assert july.status == "frozen"
    with pytest.raises(CannotRun, match="一个数也没有动"):
        freeze(found=july, by=towns.asks, at=LATER, reason="再来一次")
    reopen(found=july, addressee="huayuan", reason="漏报一家企业", by=towns.asks, at=AFTER)
    found = words_of(towns, july, AFTER)
    assert [town for town, word in found.items() if word != "已收齐"] == ["huayuan"]
    with pytest.raises(CannotRun, match="花园街道正在更正"):
        freeze(found=july, by=towns.asks, at=AFTER, reason="更正")
    before = draw_tables(july)["city"].gathered.totals
    fill(towns, july, "huayuan", AFTER, 规上企业数="13", 规上总产值="9100", 波动说明="漏报一家企业")
    assert draw_tables(july)["city"].gathered.totals == before  # not signed yet
    sign(towns, july, "huayuan", AFTER)
    move_case(number=number_of(july, "huayuan"), act="finish", step="accept", by=towns.asks, at=AFTER)
    with pytest.raises(CannotRun, match="没有写明原因"):
        freeze(found=july, by=towns.asks, at=AFTER)
    second = freeze(found=july, by=towns.asks, at=AFTER, reason="花园街道漏报")
    assert (second.number, first.sha256 == second.sha256) == (2, False)
    moved = {(one["name"], one["label"]): (one["before"], one["after"], one["by"]) for one in second.moved["values"]}
    assert moved[("花园街道", "规上企业数")] == ("12", "13", "花园街道负责人")
    assert {name for name, _ in moved} == {"花园街道"}
    assert second.moved["values"][0]["why"] == "漏报一家企业"
    assert {one["table"] for one in second.moved["totals"]} == {"county", "city"}
    assert Frozen.objects.get(pk=first.pk).tables == first.tables


def test_the_round_s_totals_are_measures_too(towns, july):
    answer_all(towns, july, LATER)
    merge(found=july, by=towns.asks, at=LATER)
    whole = sum(int(figures(place)["规上总产值"]) for place in range(len(TOWNS)))
    assert figure("monthly.output", by=towns.asks, period="2022-07").value == whole


def test_only_the_office_that_asks_runs_a_round(towns, people, july):
    for by in (people.reviewer, people.leader, people.officer, towns.clerks["hangbu"]):
        with pytest.raises(CannotDo, match="由经济和信息化局部门审核人分发"):
            open_round(collection=COLLECTION, period="2022-06", by=by, at=AT)
        with pytest.raises(CannotDo, match="不能组织"):
            remind(found=july, by=by, at=AT)
        with pytest.raises(CannotDo, match="不能组织"):
            merge(found=july, by=by, at=AT, without="不等了")


def test_a_round_is_seen_where_its_area_or_office_is(towns, people, july):
    for by in (towns.asks, people.officer, people.leader):
        assert get_round(by, july.pk) == july
    for by in (
        people.neighbour,
        people.reviewer,
        people.enterprise,
        people.investor,
        people.stranger,
        towns.clerks["hangbu"],
    ):
        assert not list_rounds(by).exists()
        with pytest.raises(NoSuchRound):
            get_round(by, july.pk)


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("2022-07", "已经分发过"), ("2022Q3", "它按月报"), ("2022-09", "还没有开始"), ("七月", "不是期间")],
)
@pytest.mark.usefixtures("july")
def test_a_round_that_cannot_be_is_refused_and_leaves_nothing(towns, period, sentence):
    before = ChangeSet.objects.count()
    with pytest.raises(Refused, match=sentence):
        open_round(collection=COLLECTION, period=period, by=towns.asks, at=AT)
    assert ChangeSet.objects.count() == before
