"""Projects for the screens, invented: one under way, with days on site, months, milestones and a problem; one late."""

from tests.people import FIRM_CODE, People
from tests.web.county import EMPTY, PNG, moment

from tenglong.records.flows.actions import move_case, open_case

PHOTOS = (("现场照片", "a.png", PNG),)
BEGUN = {
    "项目名称": "望山智造产业园", "项目类型": "工业", "建设性质": "续建", "企业": FIRM_CODE, "地块": EMPTY,
    "包联领导": "陈立", "总投资": "223000", "列入前累计投资": "40000", "年度计划投资": "60000",
    "计划开工": "2026-02-01", "计划竣工": "2027-06-30", "施工许可开工日期": "2026-01-20", "列入日期": "2026-01-04",
}  # fmt: skip
LATE = {
    "项目名称": "青禾冷链中心", "项目类型": "政府", "建设性质": "新建", "包联领导": "方芷", "总投资": "15000",
    "年度计划投资": "5200", "计划开工": "2026-02-10", "列入日期": "2026-01-04", "区划": "330802",
}  # fmt: skip
DAYS = (("2026-03-02", "基坑挖到 6 米"), ("2026-03-03", "北侧垫层浇完"), ("2026-03-05", "一号楼绑筋"))
MONTHS = (("2026-01-31", "4200"), ("2026-02-28", "3100"), ("2026-03-31", "7800"))


def settle_projects(people: People) -> tuple[str, str]:
    """Numbers of the project under way and of the late one."""
    begun, late = (_open(people, "projects.deliver", values, "2026-01-05 09:00") for values in (BEGUN, LATE))
    for number in (begun, late):
        move_case(number=number, act="finish", step="list", by=people.officer, at=moment("2026-01-06 10:00"))
    for until_on, wan in MONTHS:
        values = {"汇总截止日": until_on, "本月完成投资": wan, "资金支付情况": "按计划"}
        _note(people, begun, "monthly", values, f"{until_on} 17:00")
    for day, progress in (
        ("2026-03-02", "基坑挖到 6 米"),
        ("2026-03-03", "北侧垫层浇完"),
        ("2026-03-05", "一号楼绑筋"),
    ):
        values = {"现场情况": "塔吊两台，工人 86 人", "形象进度": progress, "问题是否解决": "是"}
        _note(people, begun, "daily", values, f"{day} 16:30")
    for part, node, planned, reached in (
        ("一号楼", "正负零", "2026-03-10", "2026-03-14"), ("一号楼", "结顶", "2026-09-30", ""),
        ("二号楼", "正负零", "2026-04-20", ""),
    ):  # fmt: skip
        values = {"项目": begun, "单体": part, "节点": node, "计划日期": planned, "承诺人": "施工方 周远"}
        number = _open(people, "projects.milestone", values, "2026-01-08 09:00")
        if reached:
            move_case(
                number=number, act="finish", step="reach", values={"实际日期": reached},
                evidence=[("现场照片", "b.png", PNG)], by=people.officer, at=moment(f"{reached} 15:00"),
            )  # fmt: skip
    problem = {
        "项目": begun, "难题": "临时用电容量不够", "难题类别": "用能", "主办单位": "natural-resources",
        "提出日期": "2026-03-03", "要求解决日期": "2026-03-20",
    }  # fmt: skip
    _open(people, "projects.solve", problem, "2026-03-03 18:00")
    return begun, late


def _open(people: People, procedure: str, values: dict[str, str], at: str) -> str:
    return open_case(procedure=procedure, values=values, by=people.officer, at=moment(at)).number


def _note(people: People, number: str, step: str, values: dict[str, str], at: str) -> None:
    move_case(
        number=number, act="note", step=step, values=values, evidence=PHOTOS if step == "daily" else (),
        by=people.officer, at=moment(at),
    )  # fmt: skip
