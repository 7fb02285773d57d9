"""Ask 18: an audit that sees bulk writes. Counted: as many rows in the history as rows were written."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from tests.people import COUNTY, DAY_ONE, SETUP, TOWN

from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.registry.models import Enterprise, Observation
from tenglong.records.registry.tables import ENTERPRISES, OBSERVATIONS

MANY = 1203  # more than two batches of any writer
pytestmark = pytest.mark.django_db


def firms(count: int = MANY) -> list[dict]:
    return [
        {"code": f"91330802MA{n:08d}", "name": f"青禾五金{n}厂", "region_code": TOWN, "registered_on": date(2019, 1, 2)}
        for n in range(count)
    ]


def figures(count: int = MANY) -> list[dict]:
    told = {"metric": "实缴税收", "unit": "万元", "source": "税务局", "region_code": COUNTY, "nature": "", "basis": ""}
    return [{"subject": f"enterprise:{n}", "period": "2022", "value": Decimal(n), **told} for n in range(count)]


def written(table, how: str, rows: list) -> Counter:
    """What the history tells of one bulk write: by its verb."""
    with change_set(by=SETUP, at=DAY_ONE, action=f"test.{how}", summary="成批") as trail:
        getattr(table, how)(rows, trail)
    changes = Change.objects.filter(change_set=ChangeSet.objects.first())
    verbs = Counter("changed" if one.before and one.after else "created" if one.after else "removed" for one in changes)
    assert len({one.key for one in changes}) == sum(verbs.values()), "a row is told of twice"
    return verbs


@pytest.mark.parametrize(
    ("table", "model", "rows", "field"),
    [(ENTERPRISES, Enterprise, firms, "address"), (OBSERVATIONS, Observation, figures, "source")],
    ids=["enterprises", "observations"],
)
def test_ask_18_bulk_writes_leave_exactly_as_many_changes(table, model, rows, field):
    new = rows()
    assert written(table, "create", new) == {"created": MANY}
    assert model.objects.count() == MANY
    kept = list(table.find(table.key_of(values) for values in new).values())
    some = [(values, {field: "另一处"}) for values in kept[:700]]
    same = [(values, {field: values[field]}) for values in kept[700:]]
    assert written(table, "change", [*some, *same]) == {"changed": 700}
    assert model.objects.filter(**{field: "另一处"}).count() == 700
    gone = kept[100:1000]
    assert written(table, "remove", gone) == {"removed": 900}
    assert model.objects.count() == MANY - 900
