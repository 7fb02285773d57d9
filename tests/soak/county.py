"""A small county for kills: what is in it, what can be done in it step by step, and how it stands, value by value.

Each step is done in a process of its own, in a TENGLONG_HOME or a database of its own.
"""

import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AT = datetime(2023, 5, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ROWS, KNOWN = 150, 40  # rows of the workbook; every so-and-so-many-th firm of it is registered with other values
HEAD = "企业名称,统一社会信用代码,注册日期,注册资金,注册地址,经营范围"
FIRMS = 13  # that a round asks, beside those that are there
KINDS = ("enterprise", "parcel", "occupancy", "trial.licence")
STAYS, WENT = "91330802MA0TL9001F", "91330802MA0TL9002J"
ROLL = """纳税人名称,纳税人识别号,生产经营地址
石桥包装厂,91330802MA0TL9001F,柯城区砚北路9号
白鹭电子厂,91330802MA0TL9002J,柯城区霁川路12号
白鹭电子,,霁川路12号
柯城栀桐食品有限公司,,柯城区栀桐路7号
柯城皓榆纸业有限公司,,柯城区皓榆路3号
栀桐食品有限公司,,柯城区栀桐路7号
柯城云溪木业有限公司,,柯城区云溪路21号
柯城栀桐食品有限公司,,柯城区栀桐路7号
石桥包装厂,,砚北路9号
柯城云溪木业有限公司,,云溪路21号
"""


def codes() -> list[str]:
    """The firms of the workbook, in its order."""
    from tests.records.imports.codes import valid_code

    return [valid_code(f"91330802MA{number:07}") for number in range(ROWS)]


def workbook() -> bytes:
    lines = [HEAD]
    for number, code in enumerate(codes()):
        lines.append(
            f"试{number:06}号五金有限公司,{code},2019-3-{1 + number % 28},{number + 1}万元,东坪路{number}号,五金"
        )
    return "\n".join(lines).encode()


def _by(login: str = "wangmin") -> Any:
    from tenglong.records.people.queries import get_person

    return get_person(login)


def prepare() -> None:
    """Tables, people, two firms that are one, what hangs on them, firms that the workbook changes, and a paper."""
    from tests.people import COUNTY, settle
    from tests.records.ledgers import licences

    from tenglong.cli.migration import migrate
    from tenglong.records.links.actions import take_roll
    from tenglong.records.registry.actions import begin_occupancy, register_enterprise

    migrate()
    people = settle()
    by = people.officer
    register = licences.settle(people)
    for number, told in {"1": {}, "2": {"firm": "白鹭电子厂"}, "3": {"before": "2"}, "4": {"before": "1、2"}}.items():
        licences.enter(register, people, number, **told)
    for number, code in list(enumerate(codes()))[:: ROWS // KNOWN]:
        register_enterprise(
            code=code, name=f"旧{number}号五金厂", capital_wan=Decimal(5), region_code=COUNTY, by=by, at=AT
        )
    begin_occupancy(
        parcel="330802-101-0112", enterprise=WENT, tenure="自有", area_mu=Decimal(5), from_on=date(2021, 1, 1),
        source="土地证", by=by, at=AT,
    )  # fmt: skip
    take_roll(data=ROLL.encode(), name="税务.csv", by=by, at=AT)


def _batch() -> Any:
    from tenglong.records.imports.queries import list_batches

    return list_batches(_by()).first()


def stage() -> None:
    from tenglong.records.imports import actions

    batch = actions.receive(kind="enterprises", data=workbook(), name="名录.csv", by=_by(), at=AT)
    actions.go_on(batch_id=batch.pk, by=_by(), at=AT)


def apply() -> None:
    from tenglong.records.imports import actions

    actions.apply(batch_id=_batch().pk, by=_by(), at=AT)


def undo() -> None:
    from tenglong.records.imports import actions

    assert not actions.undo(batch_id=_batch().pk, by=_by(), at=AT)


def go_on() -> None:
    from tenglong.records.imports import actions

    actions.go_on(batch_id=_batch().pk, by=_by(), at=AT)


def merge() -> None:
    from tenglong.records.ledgers.merging import merge_rows

    told = {"address": "霁川路12号", "capital_wan": Decimal(80)}
    merge_rows(register="enterprise", stays=STAYS, went=WENT, values=told, why="重复登记", by=_by(), at=AT)


def part() -> None:
    from tenglong.records.ledgers.merging import list_merges, part_rows

    newest = list_merges(_by(), "enterprise", STAYS).first()
    assert not part_rows(merge_id=newest.pk, by=_by(), at=AT)


def hand_in() -> None:
    from tenglong.records.links.actions import hand_in

    hand_in(data=ROLL.replace("柯城", "衢江").encode(), name="社保.csv", by=_by(), at=AT)


def compare() -> None:
    from tenglong.records.links.actions import compare_roll
    from tenglong.records.links.models import Roll

    compare_roll(roll_id=Roll.objects.order_by("-pk")[0].pk, by=_by(), at=AT)


def open_round() -> None:
    from tests.records.rounds.firms import COLLECTION, settle_firms

    from tenglong.records.rounds import actions

    found = actions.open_round(collection=COLLECTION, period="2023-04", by=settle_firms(FIRMS), at=AT)
    assert found.status == "opening"


def ask() -> None:
    from tenglong.records.rounds import actions
    from tenglong.records.rounds.queries import list_rounds

    by = _by("zhoulan")
    actions.go_on(found=list_rounds(by)[0], by=by, at=AT)


def seal() -> None:
    from tenglong.records.audit.sealing import seal

    seal(at=AT, whole=True)


def backup() -> None:
    from tenglong.operations.backup import make_backup

    make_backup(by=_by("guanli"), at=AT)


def restore() -> None:
    from tenglong.operations.backup import list_backups
    from tenglong.operations.places import backups
    from tenglong.operations.restoring import restore

    newest = backups() / list_backups(_by("guanli"))[0].name
    tries = len(list(backups().glob("before-restore-*")))
    restore(newest, at=AT + timedelta(hours=tries))


def stand() -> dict[str, Any]:
    """How the county stands: rows of registers, links, merges and batches, by their own keys."""
    from tenglong.records.cases.models import Case
    from tenglong.records.imports.models import Batch
    from tenglong.records.ledgers.models import Merge
    from tenglong.records.ledgers.registers import get_register
    from tenglong.records.links.models import Candidate, Line
    from tenglong.records.rounds.models import Asked, Round

    by = _by()
    rows = {kind: {row.key: dict(row.values) for row in get_register(kind).find(by).each()} for kind in KINDS}
    lines = {(line.roll_id, line.number): line for line in Line.objects.select_related("entity")}
    firsts: dict[Any, Any] = {}
    for place, line in sorted(lines.items()):
        firsts.setdefault(line.entity_id, place)  # a firm that only bureaus know is told by its first line
    asked = Candidate.objects.filter(open=True).order_by("line", "entity__code")
    return {
        **rows,
        "lines": {
            place: (line.name, line.standing, line.entity and (line.entity.code or firsts[line.entity_id]))
            for place, line in lines.items()
        },
        "asked": sorted((one.line_id, one.entity.code) for one in asked.select_related("entity")),
        "merges": [(one.stays, one.went, one.undone_at is not None) for one in Merge.objects.order_by("pk")],
        "batches": list(Batch.objects.order_by("pk").values_list("status", flat=True)),
        "rounds": list(Round.objects.values_list("collection", "status", "to_ask")),
        "answers": list(Asked.objects.order_by("pk").values_list("addressee", "number")),
        "cases": list(Case.objects.order_by("pk").values_list("number", "title")),
        "verdicts": [(row.number, row.verdict, row.after) for row in _rows()],
    }


def _rows() -> Any:
    from tenglong.records.imports.models import Row

    return Row.objects.order_by("batch", "number")


def written_to() -> dict[str, int]:
    """The firms of the newest batch that are written by now, by their number in the workbook."""
    batch = _batch()
    if batch is None or batch.status == "reading":
        return {}
    return {row.key: row.number for row in batch.rows.all() if row.number <= batch.done_to}


def check_audit(told: dict[str, Any]) -> None:
    """The audit tells of every row how it came and that it went, and holds against its seals, before and after new."""
    from tenglong.records.audit.models import Change
    from tenglong.records.audit.verifying import verify

    for kind in ("enterprise", "trial.licence"):
        there = set()
        for key, before, after in Change.objects.filter(kind=kind).order_by("pk").values_list("key", "before", "after"):
            if not before:
                there.add(key)
            elif not after:
                there.remove(key)
        assert there == set(told[kind]), (kind, there ^ set(told[kind]))
    seal()
    found = verify()
    assert found.holds, found.findings
    assert not found.unsealed


def home() -> Path:
    return Path(os.environ["TENGLONG_HOME"])
