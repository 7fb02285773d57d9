"""Who sees what of a run: the row filter, a total and its rows as two rights, an enterprise its own only."""

from decimal import Decimal

import pytest
from tests.people import FIRM_CODE, People
from tests.web import scored

from tenglong.records.measures.queries import figure, open_term
from tenglong.records.people import rights
from tenglong.records.scores.explaining import explain_score
from tenglong.records.scores.queries import (
    NoSuchRun,
    count_classes,
    count_scores,
    get_run,
    get_score,
    list_runs,
    list_scores,
    list_scores_of,
)
from tenglong.records.scores.rereading import reread
from tenglong.records.scores.standing import distance_of
from tenglong.records.scores.trial import Supplied

ALL = 7


@pytest.mark.parametrize("role", ["officer", "clerk", "reviewer", "leader", "supervisor", "auditor", "administrator"])
def test_insiders_see_the_rows_of_their_area(county: People, role: str):
    run = scored.publish(county.officer)
    by = getattr(county, role)
    assert list(list_runs(by)) == [run]
    assert list_scores(by, get_run(by, run.pk)).count() == ALL
    assert count_scores(by, run) == (ALL, ALL - 1)


@pytest.mark.parametrize("role", ["neighbour", "investor", "stranger"])
def test_others_do_not_find_the_run(county: People, role: str):
    run = scored.publish(county.officer)
    by = getattr(county, role)
    assert not list_runs(by).exists()
    with pytest.raises(NoSuchRun):
        get_run(by, run.pk)
    assert not list_scores(by, run).exists()
    assert count_classes(by, run) == {}


def test_an_enterprise_finds_its_own_score_and_nobody_elses(county: People):
    run = scored.publish(county.officer)
    assert [row.subject for row in list_scores(county.enterprise, run)] == [FIRM_CODE]
    assert [row.subject for row in list_scores_of(county.enterprise, FIRM_CODE)] == [FIRM_CODE]
    other = next(code for code in scored.FIRMS if code != FIRM_CODE)
    assert not list_scores_of(county.enterprise, other).exists()
    with pytest.raises(NoSuchRun):
        get_score(county.enterprise, run, other)


def test_totals_and_their_rows_are_two_rights(county: People, monkeypatch: pytest.MonkeyPatch):
    run = scored.publish(county.officer)
    known = dict(rights.roles())
    leader = known["leader"]
    known["leader"] = type(leader)(leader.key, leader.label, leader.sees, frozenset())
    monkeypatch.setattr(rights, "roles", lambda: known)
    assert count_classes(county.leader, run) == {"A": 1, "B": 2, "C": 2, "D": 1}
    assert not list_scores(county.leader, run).exists()


def test_a_score_is_told_from_what_was_published(county: People):
    run = scored.publish(county.officer)
    scored.enter(FIRM_CODE, "评价税收", "90")
    explained = explain_score(get_score(county.officer, run, FIRM_CODE))
    first = explained.reasons[0]
    assert (first.value, first.points) == ("3.20000", "3.9839")
    assert [(one.label, one.shown, one.unit) for one in first.inputs] == [
        ("评价税收", "81.28", "万元"),
        ("用地面积", "25.4", "亩"),
    ]
    assert first.explanation.sentence == "评价税收 81.28 万元 ÷ 用地面积 25.4 亩 = 3.20 万元/亩"
    assert first.inputs[0].rows[0].origin == "税务、统计、环保年报汇总"
    assert [(label, holds) for label, holds, _ in explained.lists] == [("低效企业清单", True)]
    assert reread(explained, county.officer) == {"评价税收": "登记现在是 90"}


def test_points_that_stand_in_are_said(county: People):
    run = scored.publish(county.officer)
    explained = explain_score(get_score(county.officer, run, "91330802MA0TE00036"))
    emissions = explained.reasons[3]
    assert emissions.substituted == f"没有这项数据，按办法用全体参评企业这一项得分的平均数 {emissions.points} 代替"
    nobody = explain_score(get_score(county.officer, run, "91330802MA0TE0005C"))
    assert nobody.reasons[4].substituted == "没有这项数据，不能计分，所以没有总分"
    assert nobody.classes == ()


def test_the_way_to_the_next_class(county: People):
    run = scored.publish(county.officer)
    row = get_score(county.officer, run, FIRM_CODE)
    explained = explain_score(row)
    distance = distance_of(county.officer, run, row, explained.scorecard, explained.scored)
    assert distance is not None
    assert (distance.band, str(distance.gap)) == ("C", "18.35")  # 51.41 - 33.06
    best = next(iter(list_scores(county.officer, run)))
    top = explain_score(get_score(county.officer, run, best.subject))
    assert distance_of(county.officer, run, best, top.scorecard, top.scored) is None


def test_an_enterprise_is_not_told_the_line_of_a_class_of_a_few(county: People):
    lines = []
    for cut, at in (("20", "2023-09-26 10:00"), ("84", "2023-09-27 10:00")):  # in the class above: one firm, then five
        given = {
            **scored.CUTS,
            "A类上限": Supplied(Decimal(cut), "县里通知"),
            "B类上限": Supplied(Decimal(84), "县里通知"),
        }
        run = scored.publish(county.officer, at=at, **given)
        row = get_score(county.enterprise, run, FIRM_CODE)
        explained = explain_score(row)
        lines += [
            distance_of(by, run, row, explained.scorecard, explained.scored)
            for by in (county.enterprise, county.officer)
        ]
    assert [line is not None for line in lines] == [False, True, True, True]


def test_measures_read_the_newest_run_and_open_to_its_rows(county: People):
    scored.publish(county.officer)
    scored.enter(FIRM_CODE, "评价税收", "90")
    scored.publish(county.officer, at="2023-09-28 10:00")
    key = "evaluation.above_scale_ranked"
    assert figure(key, by=county.leader, period="2022").shown == "6"
    assert figure("evaluation.inefficient", by=county.leader, period="2022").shown == "2"
    classes = {
        one.key: one.shown for one in figure("evaluation.above_scale_classes", by=county.leader, period="2022").groups
    }
    assert classes == {"A": "1", "B": "2", "C": "2", "D": "1", None: "0"}  # nobody ranked is without a class
    assert figure(key, by=county.neighbour, period="2022").shown == "0"
    opened = open_term(key, "参评企业", by=county.leader, period="2022")
    assert opened.count == 6
    assert opened.rows[0].key.endswith("/91330802MA0TE00023")


def test_the_area_s_figure_is_total_over_total(county: People):
    scored.publish(county.officer)
    found = figure("evaluation.above_scale_tax", by=county.officer, period="2022")
    tax = 4819.4 + 2400 + 1250 + 81.28 + 150 + 300 + 1380
    assert float(found.value) == pytest.approx(tax / (200 + 80 + 60 + 25.4 + 30.5 + 20 + 66.2))
