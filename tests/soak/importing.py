"""Work on one large import in a TENGLONG_HOME: prepare, stage, apply, undo, and a look at what is there."""

import hashlib
import os
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

AT = datetime(2023, 3, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = "企业名称,统一社会信用代码,注册日期,注册资金,注册地址,经营范围"


def workbook(rows: int) -> bytes:
    """A csv of invented firms of one county; the same for the same number."""
    from tests.records.imports.codes import valid_code

    draw = Random(rows)
    lines = [HEAD]
    for number in range(rows):
        code = valid_code(f"91330802MA{number:07}")
        day = f"{draw.randint(1990, 2022)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        capital, street = draw.randint(1, 9000), draw.randint(1, 400)
        lines.append(f"试{number:06}号五金有限公司,{code},{day},{capital}万元,柯城区东坪路{street}号,五金、机械加工")
    return "\n".join(lines).encode()


def prepare(rows: int) -> None:
    """Tables, people, the file read once, one firm of it registered before."""
    from tests.people import settle

    from tenglong.cli.migration import migrate

    migrate()
    settle()
    with open(os.environ["TENGLONG_HOME"] + "/firms.csv", "wb") as file:
        file.write(workbook(rows))


def act(work: str) -> None:
    """Do one thing with the newest batch."""
    from tenglong.records.imports import actions
    from tenglong.records.imports.queries import list_batches
    from tenglong.records.people.queries import get_person

    by = get_person("wangmin")
    if work == "stage":
        with open(os.environ["TENGLONG_HOME"] + "/firms.csv", "rb") as file:
            actions.receive(kind="enterprises", data=file.read(), name="名录.csv", by=by, at=AT)
        actions.go_on(batch_id=list_batches(by)[0].pk, by=by, at=AT)
    batch = list_batches(by).first()
    match work:
        case "apply":
            actions.apply(batch_id=batch.pk, by=by, at=AT)
        case "undo":
            actions.undo(batch_id=batch.pk, by=by, at=AT)


def look() -> dict[str, object]:
    """Where the batch stands, the firms there are, how often the audit tells of their coming and going."""
    from tenglong.records.audit.models import Change
    from tenglong.records.imports.models import Batch, Row
    from tenglong.records.registry.models import Enterprise

    batch = Batch.objects.first()
    firms = list(Enterprise.objects.order_by("code").values_list("code", "name", "capital_wan", "address"))
    told = Change.objects.filter(kind="enterprise")
    return {
        "status": batch.status if batch else "",
        "rows": Row.objects.count(),
        "firms": len(firms),
        "digest": hashlib.sha256(repr(firms).encode()).hexdigest(),
        "created": told.filter(before="").count(),
        "removed": told.filter(after="").count(),
    }
