"""Parcels parted and made one as dated acts: what ends, what begins, what goes where, and taking it back."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
import shapely
from tests.people import DAY_ONE, FIRM_CODE, NEXT_COUNTY, TOWN, People

from tenglong.core.errors import Refused
from tenglong.geo import from_wkb, split
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.ledgers.registers import get_register
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import (
    begin_occupancy,
    draw_parcel,
    record_observation,
    register_enterprise,
    register_parcel,
    register_plant,
)
from tenglong.records.registry.as_of import values_held
from tenglong.records.registry.carrying import CannotReshape, Shares
from tenglong.records.registry.descent import ancestors_of
from tenglong.records.registry.drawn import list_adjoining, measure_outline
from tenglong.records.registry.land import get_land
from tenglong.records.registry.models import Occupancy, Parcel, Plant, Term
from tenglong.records.registry.queries import NotFound, get_parcel, list_occupancies, list_parcels
from tenglong.records.registry.reshaping import NewParcel, merge_parcels, split_parcel
from tenglong.records.registry.unshaping import history_of, plants_then, undo_reshaping, why_not_undone

TENANT = "91330802MA0TL9002J"
LAND, BESIDE, AWAY = "330802-101-0412", "330802-101-0413", "330802-101-0499"
EAST, WEST = f"{LAND}-1", f"{LAND}-2"
WHOLE = shapely.box(118.70, 28.90, 118.702, 28.902)
BEFORE, ON, AFTER = date(2023, 6, 30), date(2023, 7, 1), date(2024, 1, 1)
LINE = [(118.701, 28.8), (118.701, 29.0)]


def geojson(shape):
    return shapely.geometry.mapping(shape)


def mu(text):
    return Decimal(text)


@pytest.fixture
def land(people: People) -> SimpleNamespace:
    """A parcel that a firm owns and lets a hall of, one beside it, one elsewhere; agreed figures."""
    who = {"by": people.officer, "at": DAY_ONE}
    for code, name in ((FIRM_CODE, "石桥包装厂"), (TENANT, "白鹭电子材料有限公司")):
        register_enterprise(code=code, name=name, region_code=TOWN, **who)
    places = ((LAND, WHOLE), (BESIDE, shapely.box(118.702, 28.90, 118.704, 28.902)))
    for code, shape in (*places, (AWAY, shapely.box(118.71, 28.90, 118.712, 28.902))):
        register_parcel(
            code=code, name=f"地{code[-3:]}", region_code=TOWN, area_mu=mu("60"), use="工业用地", price_wan=mu("900"),
            certificate="证 1 号", holder=FIRM_CODE, shape=geojson(shape), **who,
        )  # fmt: skip
    register_plant(code=f"{LAND}-A", name="一号厂房", parcel=LAND, floor_area_sqm=mu("9000"), **who)
    use = {"parcel": LAND, "source": "登记簿", **who}
    begin_occupancy(enterprise=FIRM_CODE, tenure="自有", area_mu=mu("60"), from_on=date(2011, 3, 1), **use)
    begin_occupancy(
        enterprise=TENANT, tenure="租用", area_mu=mu("12.5"), plant=f"{LAND}-A", from_on=date(2022, 1, 1), **use
    )
    term = {"parcel": LAND, "indicator": "亩均税收", "bound": "不低于", "value": "20", "unit": "万元/亩"}
    get_register("term").save(
        key=None, values={**term, "signed_on": "2012-01-01", "source": "合同"}, version=None, **who
    )
    return SimpleNamespace(people=people, who=who)


def keys(code):
    rows = Occupancy.objects.filter(parcel__code=code).order_by("from_on")
    return [row.key for row in rows]


def shares(**changed):
    own, rent = keys(LAND)
    (term,) = Term.objects.filter(parcel__code=LAND).values_list("key", flat=True)
    given = {
        "uses": {own: {EAST: mu("29.5"), WEST: mu("30.5")}, rent: {EAST: mu("12.5")}},
        "plants": {f"{LAND}-A": EAST},
        "terms": {term: (EAST, WEST)},
    }
    return Shares(**given | changed)


def parts(line=LINE, areas=("29.5", "30.5")):
    shapes = split(WHOLE, line)
    rows = zip((EAST, WEST), ("东半块", "西半块"), areas, shapes, strict=True)
    return [NewParcel(code, name, mu(area), shape=shape) for code, name, area, shape in rows]


def part(land, **changed):
    given = {"code": LAND, "parts": parts(), "shares": shares(), "on": ON, "source": "分割批复"}
    return split_parcel(**{**given, **land.who, **changed})


def codes(rows):
    return {row.code for row in rows}


def used(code, on):
    rows = list_occupancies(None, parcel_code=code) if on is None else Occupancy.objects.filter(parcel__code=code)
    return sorted(
        (row.enterprise.code, row.area_mu)
        for row in rows
        if row.from_on <= on and (not row.until_on or row.until_on > on)
    )


def snapshot():
    """Every value of what parting touches, without what counts changes."""
    found = {}
    for model in (Parcel, Occupancy, Plant, Term):
        for row in model.objects.all():
            values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
            found[model, getattr(row, "key", "") or row.code] = {
                name: bytes(value) if name == "shape" and value else value
                for name, value in values.items()
                if name not in {"id", "version"}
            }
    return found


def test_from_that_day_on_there_are_the_parts(land):
    part(land)
    officer = land.people.officer
    assert codes(list_parcels(officer, on=BEFORE)) == {LAND, BESIDE, AWAY}
    assert codes(list_parcels(officer, on=ON)) == {EAST, WEST, BESIDE, AWAY}
    assert used(LAND, BEFORE) == [(FIRM_CODE, mu(60)), (TENANT, mu("12.5"))]
    assert used(LAND, ON) == []
    assert used(EAST, ON) == [(FIRM_CODE, mu("29.5")), (TENANT, mu("12.5"))]
    assert used(WEST, ON) == [(FIRM_CODE, mu("30.5"))]
    for day in (BEFORE, ON, AFTER):  # nobody has more or less land for it
        assert get_land(officer, FIRM_CODE, on=day).land.owned_mu == 60
        assert get_land(officer, TENANT, on=day).land.rented_mu == mu("12.5")
        assert get_land(officer, FIRM_CODE, on=day).land.let_mu == mu("12.5")


def test_what_is_said_of_the_land_goes_with_it(land):
    part(land)
    east, west = get_parcel(land.people.officer, EAST), get_parcel(land.people.officer, WEST)
    assert (east.use, east.holder, east.region_code, east.from_on) == ("工业用地", FIRM_CODE, TOWN, ON)
    assert (east.price_wan, east.certificate) == (None, "")  # of the whole; a part has a certificate of its own
    assert Plant.objects.get().parcel == east
    assert {term.parcel.code for term in Term.objects.all()} == {LAND, EAST, WEST}
    assert sum(from_wkb(bytes(one.shape)).area for one in (east, west)) == pytest.approx(WHOLE.area)
    assert [plant.code for plant in plants_then(land.people.officer, LAND)] == [f"{LAND}-A"]
    assert values_held("parcel", [LAND], BEFORE) == {}


def test_what_was_before_may_still_be_put_right(land):
    (_, rent) = keys(LAND)
    part(land)
    get_register("occupancy").save(key=rent, values={"source": "租赁合同原件"}, version=None, **land.who)
    assert Occupancy.objects.get(key=rent).source == "租赁合同原件"


def test_both_sides_know_of_each_other(land):
    part(land)
    ((step,), (back,)) = (history_of(land.people.officer, code) for code in (LAND, EAST))
    assert (step.came, codes(step.parcels), step.reshaping.act) == (False, {EAST, WEST}, "分割")
    assert (back.came, codes(back.parcels), back.hidden) == (True, {LAND}, 0)
    assert ancestors_of(EAST) == [LAND]
    assert [one.hidden for one in history_of(land.people.neighbour, LAND)] == [2]
    told = ChangeSet.objects.get(action="registry.split_parcel")
    assert {change.kind for change in Change.objects.filter(change_set=told)} == {
        "parcel", "occupancy", "plant", "term", "reshaping",
    }  # fmt: skip


def test_merged_again_it_has_its_outline_and_its_users_back(land):
    part(land)
    whole = NewParcel("330802-101-0500", "合起来的地", mu("60"))
    (term, *_) = Term.objects.filter(parcel__code=EAST).values_list("key", flat=True)
    merge_parcels(codes=[EAST, WEST], into=whole, terms=[term], on=AFTER, source="合并批复", **land.who)
    row = get_parcel(land.people.officer, whole.code)
    assert from_wkb(bytes(row.shape)).symmetric_difference(WHOLE).area / WHOLE.area < 1e-9
    assert used(whole.code, AFTER) == [(FIRM_CODE, mu(60)), (TENANT, mu("12.5"))]
    assert Plant.objects.get().parcel == row
    assert ancestors_of(whole.code) == [WEST, EAST, LAND]
    assert get_land(land.people.officer, FIRM_CODE, on=AFTER).land.owned_mu == 60


def test_a_use_that_begins_later_begins_on_the_part(land):
    begin_occupancy(
        parcel=BESIDE, enterprise=FIRM_CODE, tenure="自有", area_mu=mu(60), from_on=AFTER, source="合同", **land.who
    )
    (key,) = keys(BESIDE)
    one, two = f"{BESIDE}-1", f"{BESIDE}-2"
    pieces = split(from_wkb(bytes(Parcel.objects.get(code=BESIDE).shape)), [(118.703, 28.8), (118.703, 29)])
    news = [NewParcel(code, code, mu(30), shape=shape) for code, shape in zip((one, two), pieces, strict=True)]
    before = snapshot()
    act = split_parcel(
        code=BESIDE,
        parts=news,
        shares=Shares({key: {one: mu(30), two: mu(30)}}, {}, {}),
        on=ON,
        source="批复",
        **land.who,
    )
    assert keys(BESIDE) == []
    assert {row.from_on for row in Occupancy.objects.filter(parcel__code__in=(one, two))} == {AFTER}
    undo_reshaping(reshaping_id=act.pk, **land.who)
    assert snapshot() == before


def test_a_parcel_without_an_outline_is_parted_by_areas(land):
    register_parcel(code="330802-101-0600", name="无边界", region_code=TOWN, area_mu=mu(10), use="工业用地", **land.who)
    news = [NewParcel(f"330802-101-0600-{n}", f"{n} 号", mu(5)) for n in (1, 2)]
    split_parcel(code="330802-101-0600", parts=news, shares=Shares({}, {}, {}), on=ON, source="批复", **land.who)
    assert get_parcel(land.people.officer, "330802-101-0600-2").area_mu == 5


def test_taken_back_everything_is_as_it_was(land):
    before = snapshot()
    act = part(land)
    assert snapshot() != before
    assert why_not_undone(act) == ""
    undo_reshaping(reshaping_id=act.pk, **land.who)
    assert snapshot() == before
    assert history_of(land.people.officer, LAND) == []
    with pytest.raises(CannotReshape, match="已经由王敏（wangmin）撤销过了"):
        undo_reshaping(reshaping_id=act.pk, **land.who)
    part(land)  # and may be done anew


HAPPENINGS = {
    "地块 330802-101-0412-1 之后又改过": lambda who: draw_parcel(code=EAST, shape=geojson(parts()[0].shape), **who),
    "又登记了用地": lambda who: begin_occupancy(
        parcel=WEST, enterprise=TENANT, tenure="租用", area_mu=mu(1), from_on=AFTER, source="合同", **who
    ),
    "又登记了厂房": lambda who: register_plant(
        code=f"{WEST}-A", name="二号厂房", parcel=WEST, floor_area_sqm=mu(900), **who
    ),
    "已经有数据": lambda who: record_observation(
        subject=f"parcel:{WEST}", metric="亩均税收", period="2023", value=mu(1), unit="万元/亩", source="表", **who
    ),
    "厂房 330802-101-0412-A 之后又改过": lambda who: get_register("plant").save(
        key=f"{LAND}-A", values={"floors": "3"}, version=None, **who
    ),
}


@pytest.mark.parametrize("sentence", HAPPENINGS)
def test_once_something_has_happened_it_stays(land, sentence):
    act = part(land)
    HAPPENINGS[sentence](land.who)
    before = snapshot()
    assert sentence in why_not_undone(act)
    with pytest.raises(CannotReshape, match=sentence):
        undo_reshaping(reshaping_id=act.pk, **land.who)
    assert snapshot() == before


REFUSED = {
    "相差超过 0.01 亩": lambda: {"parts": parts(areas=("29.5", "30.6"))},
    "要分成 2 到 20 块": lambda: {"parts": parts()[:1]},
    "没有写依据": lambda: {"source": " "},
    "已经登记过": lambda: {"parts": [parts()[0], NewParcel(BESIDE, "撞号", mu("30.5"), shape=parts()[1].shape)]},
    "用了同一个编号": lambda: {"parts": [parts()[0], NewParcel(EAST, "撞号", mu("30.5"), shape=parts()[1].shape)]},
    "每一块都要有自己的边界": lambda: {"parts": [parts()[0], NewParcel(WEST, "西", mu("30.5"))]},
    "不在任何一块里": lambda: {
        "parts": [parts()[0], NewParcel(WEST, "西", mu("30.5"), shape=shapely.box(118.7015, 28.9, 118.702, 28.902))]
    },
    "要和原来相等": lambda: {"shares": shares(uses={keys(LAND)[0]: {EAST: mu(10)}, keys(LAND)[1]: {EAST: mu("12.5")}})},
    "一号厂房.*还没有选": lambda: {"shares": shares(plants={})},
    "厂房分到 330802-101-0412-2": lambda: {"shares": shares(plants={f"{LAND}-A": WEST})},
    "不是这次的新地块": lambda: {"shares": shares(plants={f"{LAND}-A": BESIDE})},
    "将达 60 亩": lambda: {"shares": shares(uses={keys(LAND)[0]: {EAST: mu(60)}, keys(LAND)[1]: {EAST: mu("12.5")}})},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence_and_leaves_nothing(land, sentence):
    before = snapshot()
    with pytest.raises(Refused, match=sentence):
        part(land, **REFUSED[sentence]())
    assert snapshot() == before


def test_what_has_ended_is_not_parted_again_nor_used(land):
    part(land)
    with pytest.raises(CannotReshape, match="已经注销"):
        part(land, shares=Shares({}, {}, {}), parts=[NewParcel(f"{LAND}-{n}", "再分", mu(30)) for n in "89"], on=AFTER)
    with pytest.raises(Refused, match="已分割或合并；请登记在新的地块上"):
        begin_occupancy(
            parcel=LAND, enterprise=TENANT, tenure="租用", area_mu=mu(1), from_on=AFTER, source="合同", **land.who
        )


@pytest.mark.parametrize(
    ("others", "sentence"), [((LAND,), "至少要选两块"), ((LAND, AWAY), "不相邻"), ((LAND, BESIDE), "相差超过")]
)
def test_only_what_adjoins_and_adds_up_becomes_one(land, others, sentence):
    into = NewParcel("330802-101-0500", "合", mu(121 if BESIDE in others else 120))
    with pytest.raises(Refused, match=sentence):
        merge_parcels(codes=others, into=into, terms=(), on=ON, source="批复", **land.who)


def test_the_same_promise_twice_is_not_carried_twice(land):
    part(land)
    both = Term.objects.filter(parcel__code__in=(EAST, WEST)).values_list("key", flat=True)
    into = NewParcel("330802-101-0500", "合", mu(60))
    with pytest.raises(CannotReshape, match="请只保留其中一条"):
        merge_parcels(codes=[EAST, WEST], into=into, terms=list(both), on=AFTER, source="批复", **land.who)


def test_only_who_may_register_there(land):
    for role, refusal in (("reviewer", CannotDo), ("enterprise", CannotDo), ("neighbour", NotFound)):
        with pytest.raises(refusal):
            part(land, by=getattr(land.people, role))
    act = part(land, by=land.people.clerk)
    for role, refusal in (("leader", CannotDo), ("neighbour", NotFound)):
        with pytest.raises(refusal):
            undo_reshaping(reshaping_id=act.pk, by=getattr(land.people, role), at=DAY_ONE)


def test_what_adjoins_and_what_overlaps_is_found(land):
    officer = land.people.officer
    row = get_parcel(officer, LAND)
    assert codes(list_adjoining(officer, row, on=ON)) == {BESIDE}
    wide = measure_outline(officer, row, shapely.box(118.70, 28.90, 118.7025, 28.902), on=ON)
    ((over, by_mu),) = wide.over
    assert over.code == BESIDE
    assert by_mu == pytest.approx(wide.area_mu / 5, rel=1e-3)
    assert wide.off == pytest.approx(100 * (wide.area_mu - 60) / 60)
    assert measure_outline(land.people.neighbour, row, WHOLE, on=ON).over == ()
    assert NEXT_COUNTY not in over.region_code
