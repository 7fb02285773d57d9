"""Folders that load: what becomes of them, and that a released format stays loadable for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from tenglong.core.formula import Type
from tenglong.core.ledger import Kind
from tenglong.core.procedure import Act
from tenglong.playbooks import Mechanism, load_folders, load_mechanism, procedure_ledger, read_folder, screens_of
from tenglong.playbooks.story import Do, ExpectCase, ExpectMatch, ExpectMeasure, ExpectParcel, Open, Register
from tenglong.playbooks.text import Mapping, Node, Sequence, read_text
from tenglong.playbooks.vocabulary import FORMATS, SECTIONS

from .county import FORMAT_1, HERE, ROLES, county


@pytest.fixture(scope="module")
def yard() -> Mechanism:
    return load_mechanism(read_folder(FORMAT_1 / "yard"), county())


def written(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            yield key
            yield from written(entry)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from written(item)


@pytest.mark.parametrize("number", FORMATS)
def test_every_released_format_loads(number: int) -> None:
    folders = {path.name: path for path in (HERE / "good" / f"format-{number}").iterdir()}
    loaded = load_folders(folders, county())
    assert not loaded.bad
    assert set(loaded.mechanisms) == set(folders)


@pytest.mark.parametrize("number", FORMATS)
def test_every_word_of_a_released_format_is_kept_loading(number: int) -> None:
    """The good folder of a format uses each of its words, so that dropping one breaks the test above."""
    texts = [ROLES] + [
        text for folder in (HERE / "good" / f"format-{number}").iterdir() for text in read_folder(folder).values()
    ]
    roots = [read_text("", text, []) for text in texts]
    used = {word for root in roots if root is not None for word in written(root)}
    words = {word.name for words in SECTIONS.values() for word in words if word.since <= number}
    assert words - used == set()


def test_a_mechanism_has_qualified_keys(yard: Mechanism) -> None:
    assert (yard.key, yard.title, yard.station) == ("yard", "堆场清退", "整治")
    assert list(yard.ledgers) == ["yard.site", "yard.note"]
    assert list(yard.procedures) == ["yard.clear"]
    assert yard.procedures["yard.clear"].ledger == "yard.site"
    assert yard.measures["yard.freed"].terms[0].over == "yard.clear"
    assert yard.measures["yard.by_goods"].opens == "yard.clear"
    assert yard.measures["yard.quoted"].terms[0].over == "observation"
    assert yard.measures["yard.seen"].terms[0].over == "yard.clear/visit"


def test_a_ledger_says_which_fields_tie_it_to_the_registry(yard: Mechanism) -> None:
    site = yard.ledgers["yard.site"]
    assert (site.enterprise_field, site.parcel_field, site.region_field) == ("user", "land", "area_code")
    assert site.field("size_mu").unit == "亩"
    assert site.field("goods").choices == ("砂石", "废料", "其他")
    assert site.field("earlier").refers_to == "yard.clear"


def test_steps_have_owners_limits_and_checked_formulas(yard: Mechanism) -> None:
    procedure = yard.procedures["yard.clear"]
    visit, mend, agree, back = procedure.steps
    [limit] = visit.limits
    assert (limit.amount, limit.unit, limit.source) == (5, "workday", "未公布")
    assert (mend.owner.role, mend.owner.unit, mend.owner.unit_from) == ("reviewer", None, "主办单位")
    assert mend.when.type is Type.TRUTH
    assert agree.check[0][1] == "约定的日子早于发现的日子，请核对。"
    assert back.after == ("mend", "agree")
    assert back.opens[0].procedure == "store.keep"
    assert set(back.opens[0].carry) == {"name", "size_mu", "since_on"}
    assert [effect.kind for effect in back.effects] == ["occupancy_ends", "occupancy_begins"]
    assert procedure.station == "空间"  # its own, not the mechanism's


def test_a_case_row_has_record_steps_and_standing(yard: Mechanism) -> None:
    rows = procedure_ledger(yard, "yard.clear")
    labels = [field.label for field in rows.fields]
    assert labels.count("有隐患") == 1
    assert labels[-6:] == ["办件号", "办件状态", "受理日期", "办结日期", "当前步骤", "超期"]
    assert rows.field("freed_mu").unit == "亩"
    assert not rows.field("freed_mu").required  # a case does not have it from the start
    assert rows.field("case_overdue").kind is Kind.TRUTH


def test_a_measure_without_a_formula_takes_its_only_term_or_the_ratio(yard: Mechanism) -> None:
    assert yard.measures["yard.freed"].value.unit == "亩"
    assert [spec.name for spec in yard.measures["yard.share"].value.names] == ["分子", "分母"]
    assert yard.measures["yard.freed"].target.value == "20"
    assert yard.measures["yard.freed"].note == "交回了才算。"


def test_a_story_is_told_in_keys(yard: Mechanism) -> None:
    (story,) = yard.stories
    assert (story.key, story.region) == ("clear", "330802")
    assert [(one.name, one.role, one.unit) for one in story.cast][:2] == [
        ("王敏", "officer", "zone"),
        ("赵宁", "reviewer", "land"),
    ]
    happenings = [event.does for event in story.events]
    assert happenings[0] == Register("enterprise", {"code": "E1", "name": "石桥建材"})
    opened = happenings[2]
    assert isinstance(opened, Open)
    assert opened.values["user"] == "E1"  # the key behind the name
    assert opened.values["found_on"] == date(2023, 1, 5)
    assert opened.values["size_mu"] == Decimal("3.5")
    assert happenings[4] == Do(Act.PAUSE, "东坪", "visit", evidence=("汛情通报",), reason="flood")
    assert story.events[6].refused == "踏勘"
    assert ExpectCase("东坪", "open", ("visit",), "visit", "green", date(2023, 1, 18)) in happenings
    assert ExpectMeasure("yard.freed", "2023H1", value=Decimal("3.5")) in happenings
    assert ExpectMeasure("yard.quoted", refused="没有写明期间") in happenings
    assert ExpectParcel("P1", (), date(2023, 2, 1)) in happenings


def test_cases_of_a_kind_are_spread_evenly_and_numbered(yard: Mechanism) -> None:
    events = [event for event in yard.stories[0].events if isinstance(event.does, Open) and event.at.month == 3]
    begun = {event.does.alias: (event.at, event.does.values["name"]) for event in events}
    assert begun == {
        "小场1": (datetime(2023, 3, 1, 9), "西头小场1"),
        "小场2": (datetime(2023, 3, 3, 9), "南头小场2"),
        "小场3": (datetime(2023, 3, 6, 9), "东头小场3"),
        "小场4": (datetime(2023, 3, 8, 9), "西头小场4"),
        "大场5": (datetime(2023, 3, 1, 9), "大场"),
    }
    notes = [event.does for event in yard.stories[0].events if isinstance(event.does, Do) and event.at.month == 3]
    told = [next(iter(note.values.values())) for note in notes if note.act is Act.NOTE]
    assert told[:2] == ["第1处，西头堆着木料", "第2处，南头堆着砂石"]
    moments = [event.at for event in yard.stories[0].events]
    assert moments == sorted(moments)
    assert events[-1].does.values.get("earlier") is None
    assert next(event for event in events if event.does.alias == "大场5").does.values["earlier"] == ["东坪", "大场5"]


def test_a_match_sees_both_sides_under_their_words(yard: Mechanism) -> None:
    match = yard.matches["yard.refill"]
    assert (match.left.over, match.right.over, match.near, match.station) == ("yard.clear", "store.keep", 2, "匹配")
    assert [spec.code for spec in match.hard[0].that.names] == ["left_size_mu", "right_size_mu"]
    assert [(soft.label, soft.weight) for soft in match.soft] == [("面积贴近", "60"), ("已经腾空", "40")]
    assert match.pairing.step == "visit"
    assert list(match.pairing.values) == ["found"]
    expected = [event.does for event in yard.stories[0].events if isinstance(event.does, ExpectMatch)]
    assert expected[0] == ExpectMatch("yard.refill", "东坪", "东坪入账", fits=True, near=False, suggested=True)
    assert (expected[1].fits, expected[1].reason, expected[1].asks) == (None, "场地太小", "场地的堆物")


def test_screens_are_planned_under_fixed_addresses(yard: Mechanism) -> None:
    planned = {(screen.kind, screen.path) for screen in screens_of(yard)}
    assert planned == {
        ("list", "/m/yard/clear/"),
        ("board", "/m/yard/clear/board/"),
        ("case", "/m/yard/clear/{number}/"),
        ("new", "/m/yard/clear/new/"),
        ("score", "/m/yard/score/tidy/"),
        ("match", "/m/yard/match/refill/"),
        ("pair", "/m/yard/match/refill/{left}/{right}/"),
        ("report", "/m/yard/report/monthly/"),
        *(("number", f"/m/yard/number/{name}/") for name in ("freed", "share", "by_goods", "spread", "quoted", "seen")),
    }
    new = next(screen for screen in screens_of(yard) if screen.path == "/m/yard/clear/new/")
    assert new.who == ("officer",)
    assert "场名" in new.panels


def test_folders_load_in_the_order_in_which_they_need_each_other() -> None:
    apart = county()
    folders = {"a_yard": FORMAT_1 / "yard", "store": FORMAT_1 / "store"}
    loaded = load_folders(folders, replace(apart, others={}))
    assert list(loaded.mechanisms) == ["store", "a_yard"]
    assert list(load_folders({"yard": FORMAT_1 / "yard"}, apart).mechanisms) == ["yard"]  # the county has the store
    alone = load_folders({"yard": FORMAT_1 / "yard"}, type(apart)(apart.roles, apart.ledgers))
    assert alone.bad["yard"].waits_for == {"store"}


def test_a_register_says_how_its_rows_stand_and_who_keeps_them() -> None:
    store = load_mechanism(read_folder(HERE / "good" / "format-1" / "store"), county())
    licence = store.ledgers["store.licence"]
    assert "store.licence" in store.registers()
    assert not {procedure.ledger for procedure in store.procedures.values()} & set(store.registers())
    assert (licence.state, licence.valid_from, licence.valid_through) == ("standing", "since_on", "through_on")
    assert (licence.unit_field, licence.kept_by) == ("issuer", ("officer",))
    flow = licence.field("flow")
    assert (flow.least, flow.most, licence.field("contact").personal) == (0, 100_000, True)
