"""A scorecard is run over what stands now, published for good, and corrected only by another run."""

from decimal import Decimal

import pytest
from django.db import connection
from tests.people import COUNTY, FIRM_CODE, NEXT_COUNTY, SETUP, People
from tests.web import scored
from tests.web.county import moment

from tenglong.records.audit.actions import change_set
from tenglong.records.audit.guard import NotAudited
from tenglong.records.audit.models import ChangeSet
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import register_enterprise
from tenglong.records.scores.checks import CannotPublish, blocking
from tenglong.records.scores.corrections import list_corrected_parameters, list_corrections
from tenglong.records.scores.models import Run, ScoreRow
from tenglong.records.scores.queries import count_classes, get_score, is_intact, list_scores, preview, scorecard_of
from tenglong.records.scores.trial import CannotSupply, NoSuchScorecard, Supplied

BENCHMARK, NO_EMISSIONS, NO_STAFF = "91330802MA0TE00010", "91330802MA0TE00036", "91330802MA0TE0005C"
NOTHING: dict[str, Supplied] = {}


def tried(county: People, supplied=scored.CUTS):
    return preview(scored.ABOVE, region=COUNTY, period="2022", supplied=supplied, by=county.officer)


def test_a_firm_at_every_benchmark_has_exactly_its_weights(county: People):
    run = scored.publish(county.officer)
    row = get_score(county.officer, run, BENCHMARK)
    assert row.total == 100
    assert [mark["points"] for mark in row.data["marks"]] == [
        "30.000000", "20.000000", "20.000000", "10.000000", "10.000000", "10.000000",
    ]  # fmt: skip


def test_missing_emissions_get_the_mean_of_the_points_of_those_who_have_some(county: People):
    run = scored.publish(county.officer)
    row = get_score(county.officer, run, NO_EMISSIONS)
    mark = row.data["marks"][3]
    others = [Decimal(one.data["marks"][3]["points"]) for one in run.rows.exclude(subject=NO_EMISSIONS)]
    assert len(others) == 6  # the one without a total has points here all the same
    assert mark["value"] is None
    assert mark["substituted"]
    assert Decimal(mark["points"]) == round(sum(others) / 6, 6)


def test_who_lacks_another_figure_is_kept_unranked(county: People):
    run = scored.publish(county.officer)
    row = get_score(county.officer, run, NO_STAFF)
    assert (row.total, row.rank, row.band) == (None, None, "")
    assert (run.subjects, run.ranked) == (7, 6)


def test_classes_and_lists_wait_for_what_the_county_supplies(county: People):
    trial = tried(county, NOTHING)
    assert trial.unset == {"A类上限", "B类上限", "C类上限", "低效线"}
    assert blocking(trial) == []  # unknown because nobody has set it: that may be published
    assert all(one.band is None for one in trial.outcome.subjects)
    run = scored.publish(county.officer)
    assert count_classes(county.officer, run) == {"A": 1, "B": 2, "C": 2, "D": 1}
    assert [row.name for row in list_scores(county.officer, run, listed="inefficient")] == [
        "小河纸品有限公司",
        "石桥包装厂",
    ]
    kept = {one["label"]: one for one in run.parameters}["低效线"]
    assert (kept["value"], kept["source"], kept["supplied"]) == ("5", scored.SOURCE, True)


def test_the_county_supplies_only_what_is_open_and_says_where_it_is_written(county: People):
    with pytest.raises(CannotSupply, match="没有写出处"):
        tried(county, {"低效线": Supplied(Decimal(5), " ")})
    with pytest.raises(CannotSupply, match="县里可以定的有"):
        tried(county, {"基准": Supplied(Decimal(5), "文件")})


def test_an_input_is_kept_with_its_row_and_where_that_is_written(county: People):
    run = scored.publish(county.officer)
    kept = get_score(county.officer, run, FIRM_CODE).data["inputs"]["评价税收"]
    assert kept["value"] == "81.28"
    assert len(kept["rows"]) == 1
    assert kept["origins"] == ["税务、统计、环保年报汇总"]


def test_what_is_published_does_not_follow_the_registry(county: People):
    run = scored.publish(county.officer)
    scored.enter(FIRM_CODE, "评价税收", "9000")
    assert get_score(county.officer, run, FIRM_CODE).data["inputs"]["评价税收"]["value"] == "81.28"
    assert is_intact(run)


def test_nothing_changes_or_removes_what_is_published(county: People):
    run = scored.publish(county.officer)
    with change_set(by=SETUP, at=moment("2023-10-01 09:00"), action="test", summary="试"):
        for write in (
            lambda: ScoreRow.objects.filter(run=run).update(total=0),
            lambda: ScoreRow.objects.filter(run=run)._raw_delete(using="default"),
            lambda: Run.objects.filter(pk=run.pk).update(sha256=""),
            run.save,
        ):
            with pytest.raises(NotAudited, match="only ever added to"):
                write()


def test_a_changed_row_no_longer_has_the_hash(county: People):
    run = scored.publish(county.officer)
    cursor = connection.connection.cursor()  # somebody with the database in hand, round the program
    cursor.execute(f"UPDATE scores_scorerow SET total = 99 WHERE subject = '{FIRM_CODE}'")
    assert not is_intact(run)


def test_the_hash_is_of_what_was_published_not_of_who_or_when(county: People):
    first = scored.publish(county.officer)
    scored.enter(FIRM_CODE, "评价税收", "90")
    second = scored.publish(county.administrator, at="2023-09-28 10:00")
    scored.enter(FIRM_CODE, "评价税收", "81.28")
    third = scored.publish(county.administrator, at="2023-09-29 10:00")
    assert third.sha256 == first.sha256 != second.sha256


def test_a_publication_is_one_change_set(county: People):
    before = ChangeSet.objects.count()
    run = scored.publish(county.officer)
    told = ChangeSet.objects.order_by("-id")[: ChangeSet.objects.count() - before]
    assert [(one.action, one.by) for one in told] == [("scores.publish_run", "王敏（wangmin）")]
    assert run.sha256 in told[0].changes.get().after


def test_the_same_again_is_refused(county: People):
    scored.publish(county.officer)
    with pytest.raises(CannotPublish, match="完全相同"):
        scored.publish(county.officer, at="2023-09-27 10:00")
    assert Run.objects.count() == 1


def test_a_correction_replaces_the_run_and_lists_the_differences(county: People):
    first = scored.publish(county.officer)
    scored.enter(NO_EMISSIONS, "评价税收", "1900")
    second = scored.publish(county.officer, at="2023-09-28 10:00")
    assert (second.number, second.replaces) == (2, first)
    found = {one.name: one for one in list_corrections(county.officer, second)}
    assert set(found) == {"岩前线缆有限公司", "标杆阀门有限公司"}  # it rises above the one at the benchmark
    own = {part.label: (part.before, part.after) for part in found["岩前线缆有限公司"].parts}
    assert own["评价税收"] == ("1250", "1900")
    assert own["名次"] == ("3", "2")
    assert found["岩前线缆有限公司"].own
    assert not found["标杆阀门有限公司"].own
    assert list_corrected_parameters(second) == []


def test_a_new_firm_and_another_line_are_differences_too(county: People):
    scored.publish(county.officer)
    code, name = "91330802MA0TE0007J", "北塘轴承有限公司"
    register_enterprise(code=code, name=name, region_code=COUNTY, scale="规上", by=SETUP, at=moment("2023-06-01 09:00"))
    scored.rent(code, "10")
    line = {**scored.CUTS, "低效线": Supplied(Decimal(4), "新的通知")}
    second = scored.publish(county.officer, at="2023-09-28 10:00", **line)
    assert [(one.name, one.kind) for one in list_corrections(county.officer, second)] == [(name, "新参评")]
    assert [(one.label, one.before, one.after) for one in list_corrected_parameters(second)] == [("低效线", "5", "4")]


def test_figures_in_another_unit_block_and_are_named(county: People):
    scored.enter(FIRM_CODE, "工业增加值", "1478.943", unit="亿元")
    with pytest.raises(CannotPublish, match=r"石桥包装厂：“工业增加值”要的单位是万元，登记的是亿元"):
        scored.publish(county.officer)
    assert "工业增加值" in blocking(tried(county))[0]


def test_without_figures_there_is_nothing_to_publish(county: People):
    with pytest.raises(CannotPublish, match="没有一家算得出总分"):
        scored.publish(county.officer, period="2019")


def test_who_may_run_it_where(county: People):
    for person in (county.leader, county.clerk, county.enterprise, county.auditor, county.neighbour):
        with pytest.raises(CannotDo):
            preview(scored.ABOVE, region=COUNTY, period="2022", supplied={}, by=person)
        with pytest.raises(CannotDo):
            scored.publish(person)
    elsewhere = preview(scored.ABOVE, region=NEXT_COUNTY, period="2022", supplied={}, by=county.neighbour)
    assert elsewhere.outcome.subjects == ()
    assert Run.objects.count() == 0


def test_a_scorecard_that_is_not_there_is_said(county: People):
    with pytest.raises(NoSuchScorecard, match="没有叫"):
        preview("evaluation.beside", region=COUNTY, period="2022", supplied={}, by=county.officer)


def test_a_run_stays_on_its_version_and_its_parameters(county: People):
    run = scored.publish(county.officer)
    again = Run.objects.get(pk=run.pk)
    kept = scorecard_of(again)
    assert {one.label: one.value for one in kept.parameters}["A类上限"] == "20"
    assert kept.key == scored.ABOVE
