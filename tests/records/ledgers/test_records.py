"""Records of declared ledgers: validated, indexed, told to the audit; read through the row filter."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people import COUNTY, NEXT_COUNTY, People
from tests.records.trial import moment

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change
from tenglong.records.ledgers.actions import CannotFill, Ties, add_record, check_entered, set_values
from tenglong.records.ledgers.models import IndexEntry, Record
from tenglong.records.ledgers.queries import list_records
from tenglong.records.ledgers.sources import CannotRead, Source, get_source, register_source
from tenglong.records.ledgers.stored import dump, load

PERMIT = Ledger(
    "trial.permit",
    "排水许可",
    (
        Field("name", "名称", required=True, listed=True),
        Field("flow", "水量", Kind.NUMBER, unit="吨", listed=True),
        Field("jobs", "人数", Kind.WHOLE, listed=True),
        Field("on", "发证日期", Kind.DATE, listed=True),
        Field("checked", "查过", Kind.TRUTH, listed=True),
        Field("note", "备注", Kind.LONG_TEXT),
    ),
    title="name",
    identity=("name", "on"),
)
PEOPLE = ("officer", "leader", "neighbour", "reviewer", "clerk", "stranger")
AT = moment("2023-01-05 09:00")


def create(people: People, key: str, region: str = COUNTY, **values) -> Record:
    given = {"name": f"许可{key}", "flow": "12.50", "on": "2023-01-04", **values}
    typed = check_entered(PERMIT.label, PERMIT.fields, given)
    with change_set(by=people.officer, at=AT, action="test", summary="登记") as trail:
        return add_record(trail, ledger=PERMIT, key=key, title=given["name"], typed=typed, ties=Ties(region, "zone"))


def test_values_are_kept_as_json_and_come_back_typed(people: People):
    record = create(people, "1", jobs="12", checked="是", note=None)
    assert record.data == {"name": "许可1", "flow": "12.5", "jobs": 12, "on": "2023-01-04", "checked": True}
    assert load(PERMIT.fields, record.data) == {
        "name": "许可1",
        "flow": Decimal("12.5"),
        "jobs": 12,
        "on": date(2023, 1, 4),
        "checked": True,
        "note": None,
    }
    assert dump(load(PERMIT.fields, record.data)) == record.data


def test_every_problem_is_said_at_once_and_nothing_is_written(people: People):
    with pytest.raises(CannotFill) as caught:
        create(people, "1", name="", flow="很多", on="2023-02-30")
    assert set(caught.value.problems) == {"name", "flow", "on"}
    assert str(caught.value).startswith("排水许可没有保存：")
    assert not Record.objects.exists()


def test_a_second_record_of_the_same_identity_is_refused(people: People):
    create(people, "1", name="甲")
    with pytest.raises(CannotFill, match="已经登记过（1），名称、发证日期都相同"):
        create(people, "2", name="甲")
    create(people, "2", name="甲", on="2023-01-05")
    create(people, "3", name="甲", on=None)  # part of the identity is not known: nothing to compare
    create(people, "4", name="甲", on=None)


def test_a_change_is_told_and_indexed_and_an_emptied_field_loses_its_index(people: People):
    record = create(people, "1", checked="否")
    fields = [field for field in PERMIT.fields if field.key in ("flow", "on", "checked")]
    typed = check_entered(record.title, fields, {"flow": "20", "on": "", "checked": "是"})
    with change_set(by=people.officer, at=AT, action="test", summary="修改") as trail:
        set_values(trail, record=record, fields=fields, typed=typed)
    record.refresh_from_db()
    assert (record.version, record.data) == (2, {"name": "许可1", "flow": "20", "checked": True})
    told = Change.objects.order_by("-id").first()
    assert (told.before, told.after) == (
        '{"checked":false,"flow":"12.5","on":"2023-01-04"}',
        '{"checked":true,"flow":"20","on":null}',
    )
    index = {entry.field: entry.text or entry.number or entry.day for entry in IndexEntry.objects.all()}
    assert index == {"name": "许可1", "flow": Decimal(20), "checked": "是"}


def test_a_list_goes_through_the_row_filter(people: People):
    create(people, "1")
    create(people, "9", region=NEXT_COUNTY)
    seen = {who: [record.key for record in list_records(getattr(people, who), PERMIT.key)] for who in PEOPLE}
    assert seen == {"officer": ["1"], "leader": ["1"], "neighbour": ["9"], "reviewer": [], "clerk": [], "stranger": []}


@pytest.mark.django_db
def test_rows_are_found_by_the_key_of_their_source():
    rows = [{"name": "甲", "flow": 1}, {"name": "乙", "flow": 2}]
    register_source("trial.permit", Source(PERMIT, lambda _by, **_: rows, "排水许可"))
    source = get_source("trial.permit")
    assert source.named_by == "name"
    assert source.picked(None, ["乙"]) == [rows[1]]
    with pytest.raises(CannotRead, match="没有叫“trial"):
        get_source("trial.gone")
