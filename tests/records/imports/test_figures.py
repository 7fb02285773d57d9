"""Published figures of projects and of totals go in as observations with their source."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.people import COUNTY, People
from tests.records.trial import HEAD, install

from tenglong.records.audit.models import ChangeSet
from tenglong.records.imports.actions import apply, stage, undo
from tenglong.records.imports.queries import counts, list_rows, reasons
from tenglong.records.measures.queries import open_term
from tenglong.records.registry.actions import record_observation
from tenglong.records.registry.models import Observation
from tenglong.records.registry.queries import list_observations

AT = datetime(2023, 3, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
INVESTED = """format: 1
measures:
  invested:
    label: 总投资
    unit: 万元
    digits: 0
    terms:
      总投资: {over: observation, sum: 数值, unit: 万元, where: 指标 = "总投资"}
"""
PROJECTS = (
    "project,county,location,nature,period,total_invest_wan,done_before_year_wan,plan_year,year_plan_wan,"
    "land_mu,annual_output_wan,annual_tax_wan,reported_on,source_url\n"
    "望山智造园,衢州市柯城区,航埠镇,续建,2019-2024,60000,33610,2022,12500,200,,,2022-05-19,样例一\n"  # 2
    "云帆物流港,衢州市衢江区,廿里镇,新建,2021-2022,15000,0,2021,5200,50,10000,,2021-05-19,样例二\n"
    "竹里膜材料,龙游县,城北,新建,2023-,102000,,2023,,100,400000,30000,2023-02-19,样例三\n"
    "溪石变速箱,衢州市,城东,新建,-2021-10,206000,,2021,,,400000,,2021-04-19,样例四\n"
    "星野小镇,衢州市常山县,,新建,,656000,,2021,,,,,2022-08-13,样例五\n"
    "松溪新城,衢州市柯城区,,新建,2019-2024,10000,9000,2022,1001,,,,,样例六\n"  # 7: more than the total
    "青禾基地,衢州市柯城区,,新建,2024-2021,10000,,2022,,,,,,样例七\n"
    "霁月广场,衢州市柯城区,,新建,2023-2025,10000,,2022,,,,,,样例八\n"
    "澄江车间,衢州市柯城区,,新建,明年,10000,,2022,,,,,,样例九\n"
    "晴川码头,衢州市柯城区,,新建,,-5,,2022,,,,,,样例十\n"
    "南亭仓储,衢州市柯城区,,新建,,,,2022,,,,,,样例十一\n"  # 12: no figure
    "北坞电站,江南市,,新建,,100,,2022,,,,,,样例十二\n"
    "东篱花园,衢州市柯城区,,新建,,十亿,,2022,,,,,,样例十三\n"
    "西岭码头,衢州市柯城区,,新建,,100,,22,,,,,2023-05-01,样例十四\n"
    "白茅书院,衢州市柯城区,,新建,,100,,2022,,,,,,\n"
    "望山智造园,衢州市柯城区,航埠镇,续建,2019-2024,60000,46110,2023,13890,200,,,,样例十五\n"  # 17: its next year
)
ROLLUPS = (
    "scope,as_of,group,item,projects,total_invest_yi,year_plan_yi,source_url\n"
    "衢州市二季度集中开工,2022-05-24,合计,全市,15,28,11.4,样例一\n"
    "衢州市二季度集中开工,2022-05-24,按领域,制造业,8,16.1,,样例一\n"
    "衢州市二季度集中开工,2022-05-24,按领域,房地产,7,12,,样例一\n"  # parts: 28.1 against 28
    "柯城区集中开工,2022-03-09,合计,全区,7,24.13,5.28,样例二\n"
    "柯城区集中开工,2022-03-09,按类型,产业转型,7,,,样例二\n"
    "建德市第一批集中开工,2022-02-30,合计,全市,31,18.5,3.1,样例三\n"  # 7: no such day
    "建德市第一批集中开工,2022-03-16,按主体,政府投资,-2,2.4,0.9,样例三\n"
    "建德市第一批集中开工,2022-03-16,按主体,企业投资,11,1.6,2.9,样例三\n"
    "建德市第一批集中开工,2032-03-16,按主体,外商投资,11,16,2.9,样例三\n"
    "一季度集中开工,2022-03-16,合计,全部,11,16,2.9,样例三\n"
    "建德市第一批集中开工,2022-03-16,按主体,其他,,,,样例三\n"
    "建德市第一批集中开工,2022-03-16,按主体,民间,1.5,,,样例三\n"
)


def values() -> list[dict]:
    """Of every figure, but for the count of versions, which never goes back."""
    return [{key: value for key, value in row.items() if key != "version"} for row in Observation.objects.values()]


def hand_in(who, kind: str, text: str):
    return stage(kind=kind, data=text.encode(), name=f"{kind}.csv", by=who, at=AT)


def test_what_a_project_states_is_kept_with_its_source_and_nothing_else(province, people: People):
    batch = hand_in(province, "projects", PROJECTS)
    assert counts(batch) == {"new": 6, "changed": 0, "unchanged": 0, "refused": 10, "doubtful": 0, "conflict": 0}
    apply(batch_id=batch.pk, by=province, at=AT)
    figures = list_observations(people.officer, subject="project:望山智造园").filter(period="2022")
    assert {(f.metric, f.value, f.unit, f.source) for f in figures} == {
        ("总投资", Decimal(60000), "万元", "样例一"),
        ("截至上年底完成投资", Decimal(33610), "万元", "样例一"),
        ("本年计划投资", Decimal(12500), "万元", "样例一"),
        ("用地", Decimal(200), "亩", "样例一"),
    }
    assert {f.region_code for f in figures} == {COUNTY}
    assert list_observations(people.officer, subject="project:竹里膜材料").count() == 0
    assert Observation.objects.get(subject="project:云帆物流港", metric="截至上年底完成投资").value == 0
    assert not Observation.objects.filter(value=None).exists()


def test_dates_and_sums_that_cannot_be_are_handed_back(province):
    batch = hand_in(province, "projects", PROJECTS)
    assert dict(reasons(batch)) == {
        "日期不可能": 3, "数额不可能": 2, "区划不明": 1, "数额读不出": 1, "日期读不出": 1, "没有数字": 1, "缺来源": 1,
    }  # fmt: skip
    sentences = {row.number: row.sentence for row in list_rows(batch, "refused")}
    assert "加本年计划 1001，超过总投资 10000 万元" in sentences[7]
    assert "“2024-2021”的结束早于开始" in sentences[8]
    assert "2022 不在建设期“2023-2025”之内" in sentences[9]
    assert "-5 是负数" in sentences[11]
    assert "“江南市”在区划表里找不到" in sentences[13]


def test_published_totals_and_parts_are_kept_as_published(province):
    batch = hand_in(province, "rollups", ROLLUPS)
    assert counts(batch) == {"new": 5, "changed": 0, "unchanged": 0, "refused": 7, "doubtful": 0, "conflict": 0}
    assert dict(reasons(batch)) == {
        "数额不可能": 2, "日期不可能": 1, "日期读不出": 1, "区划不明": 1, "没有数字": 1, "数额读不出": 1,
    }  # fmt: skip
    apply(batch_id=batch.pk, by=province, at=AT)
    invested = Observation.objects.filter(metric="二季度集中开工总投资", period="2022-05")
    assert dict(invested.values_list("subject", "value")) == {
        "region:3308": Decimal(28),
        "region:3308/按领域/制造业": Decimal("16.1"),
        "region:3308/按领域/房地产": Decimal(12),
    }
    assert Observation.objects.get(subject=f"region:{COUNTY}", metric="集中开工项目数").value == 7
    told = ChangeSet.objects.get(action="imports.apply").changes.filter(kind="observation")
    assert told.count() == Observation.objects.count() == 11


@pytest.mark.parametrize(("kind", "text"), [("projects", PROJECTS), ("rollups", ROLLUPS)])
def test_again_is_unchanged_and_undo_leaves_nothing(province, kind: str, text: str):
    first = hand_in(province, kind, text)
    apply(batch_id=first.pk, by=province, at=AT)
    again = hand_in(province, kind, text)
    assert (counts(again)["unchanged"], counts(again)["new"]) == (counts(first)["new"], 0)
    assert undo(batch_id=first.pk, by=province, at=AT) == ()
    assert not Observation.objects.exists()


def figures() -> list[dict[str, object]]:
    """Every figure without how often it was changed."""
    return [{key: value for key, value in row.items() if key != "version"} for row in Observation.objects.values()]


def test_a_figure_corrected_is_a_change_of_that_figure_only(province):
    apply(batch_id=hand_in(province, "rollups", ROLLUPS).pk, by=province, at=AT)
    before = figures()
    corrected = hand_in(province, "rollups", ROLLUPS.replace("7,24.13,5.28", "7,24.5,5.28"))
    assert counts(corrected)["changed"] == 1
    apply(batch_id=corrected.pk, by=province, at=AT)
    assert Observation.objects.get(subject=f"region:{COUNTY}", metric="集中开工总投资").value == Decimal("24.5")
    assert ChangeSet.objects.first().changes.filter(kind="observation").count() == 1
    undo(batch_id=corrected.pk, by=province, at=AT)
    assert figures() == before


def test_two_rows_of_one_figure_that_differ_are_both_handed_back(province):
    twice = ROLLUPS + "柯城区集中开工,2022-03-09,合计,全区,8,24.13,5.28,样例二\n"
    batch = hand_in(province, "rollups", twice)
    assert dict(reasons(batch))["同一代码内容不一"] == 2
    assert {row.number for row in list_rows(batch).filter(reason="同一代码内容不一")} == {5, 14}


def test_a_number_opens_to_the_line_of_the_workbook(province):
    apply(batch_id=hand_in(province, "projects", PROJECTS).pk, by=province, at=AT)
    install({"mechanism.yaml": HEAD, "measures.yaml": INVESTED})
    lines = {row.origin for row in open_term("trial.invested", "总投资", by=province).rows}
    assert {"样例一；projects.csv 第 2 行", "样例十五；projects.csv 第 17 行"} <= lines
    told = {"metric": "总投资", "period": "2022", "unit": "万元", "region_code": COUNTY, "source": "核对后更正"}
    record_observation(subject="project:望山智造园", value=Decimal(60001), **told, by=province, at=AT)
    lines = {row.origin for row in open_term("trial.invested", "总投资", by=province).rows}
    assert "核对后更正" in lines
    assert "样例一；projects.csv 第 2 行" not in lines
