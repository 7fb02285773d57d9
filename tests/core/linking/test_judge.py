"""Pairs judged: what speaks for one firm, what against, and what no weight may merge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.uscc import calc_check_digit
from tests.generative.firms import firms, mentions, places

from tenglong.core.linking import Band, Judgement, Mention, judge, read_mention, settle

REGIONS = places()
FIRMS = firms(300, seed=77)
WRITTEN = mentions(FIRMS, 400, seed=78)
MENTIONS = st.sampled_from([Mention(one.name, one.code, one.address) for one in WRITTEN])
WIDE = {sign: chr(ord(sign) + 0xFEE0) for sign in map(chr, range(0x21, 0x7F))} | {"（": "(", "）": ")"}


def judged(left: Mention, right: Mention) -> Judgement:
    return judge(read_mention(left, REGIONS), read_mention(right, REGIONS))


def whole(body: str) -> str:
    return body + calc_check_digit(body)


CODE, OTHER = whole("91330825MA8FKQY60"), whole("91330825MA2TLX0J1")
NAME, PLACE = "龙游砚湖特种纸有限公司", "浙江省衢州市龙游县砚湖工业园区砚北路9号"


@given(left=MENTIONS, right=MENTIONS)
def test_a_pair_is_judged_the_same_either_way_round(left: Mention, right: Mention) -> None:
    one, other = judged(left, right), judged(right, left)
    assert (one.band, one.weight) == (other.band, other.weight)
    assert [found.level for found in one.evidence] == [found.level for found in other.evidence]


@given(left=MENTIONS, right=MENTIONS)
def test_width_brackets_and_space_make_no_difference(left: Mention, right: Mention) -> None:
    def wide(text: str) -> str:
        return " " + "".join(WIDE.get(sign, sign) for sign in text) + "\u3000"

    written = Mention(wide(left.name), wide(left.code), wide(left.address))
    assert judged(written, right).weight == judged(left, right).weight


@given(mention=MENTIONS)
def test_a_firm_is_itself(mention: Mention) -> None:
    """A name of a province alone leaves a question: nothing says in which county."""
    read, band = read_mention(mention, REGIONS), judged(mention, mention).band
    assert band is not Band.DIFFERENT
    if read.seat or read.code.valid:
        assert band is Band.SAME


@given(left=MENTIONS, right=MENTIONS)
def test_two_valid_codes_are_never_merged_without_a_person(left: Mention, right: Mention) -> None:
    one, other = (read_mention(mention, REGIONS).code for mention in (left, right))
    if one.valid and other.valid and one.text != other.text:
        assert judged(left, right).band is not Band.SAME


@given(
    mention=MENTIONS, town=st.sampled_from(["常山分公司", "第二门店", "江山营业部"]), code=st.sampled_from(["", CODE])
)
def test_a_branch_is_never_merged_with_its_parent(mention: Mention, town: str, code: str) -> None:
    if mention.name.endswith("公司"):
        parent, branch = (
            Mention(name, code or mention.code, mention.address) for name in (mention.name, mention.name + town)
        )
        assert judged(parent, branch).band is not Band.SAME


@pytest.mark.parametrize(
    ("left", "right", "band"),
    [
        (Mention(NAME, CODE), Mention("砚湖纸业", CODE), Band.SAME),
        (Mention(NAME, CODE), Mention("龙游砚胡特种纸有限公司", CODE[:12] + "*" + CODE[13:]), Band.SAME),
        (Mention(NAME, CODE), Mention(NAME, CODE[:13] + CODE[14] + CODE[13] + CODE[15:]), Band.SAME),
        (Mention(NAME, CODE), Mention("砚湖(龙游)特种纸有限公司", "", PLACE), Band.DOUBTFUL),
        (Mention(NAME, CODE, PLACE), Mention("砚湖(龙游)特种纸有限公司", "", "砚北路9号"), Band.SAME),
        (Mention(NAME, CODE, PLACE), Mention(NAME, OTHER, PLACE), Band.DOUBTFUL),
        (Mention(NAME, CODE, PLACE), Mention("龙游砚湖机械有限公司", "", PLACE), Band.DIFFERENT),
        (Mention(NAME), Mention("常山砚湖特种纸有限公司"), Band.DIFFERENT),
        (Mention(NAME, "", PLACE), Mention("龙游砚湖特种纸厂", "", PLACE), Band.DOUBTFUL),
    ],
)
def test_bands(left: Mention, right: Mention, band: Band) -> None:
    assert judged(left, right).band is band


def test_the_evidence_adds_up_and_says_what_it_means() -> None:
    found = judged(Mention(NAME, CODE, PLACE), Mention("砚湖特种纸有限公司", "", "龙游县东华街道砚北路9号"))
    assert sum(one.weight for one in found.evidence) == found.weight
    assert [(one.feature, one.text) for one in found.evidence if one.weight > 0] == [
        ("name", "字号、行业、组织形式都相同"),
        ("place", "在同一个县"),
        ("address", "地址到门牌相同"),
    ]


def test_a_record_that_two_firms_fit_is_asked_about() -> None:
    same = judged(Mention(NAME), Mention(NAME))
    coded = judged(Mention(NAME, CODE), Mention(NAME, CODE))
    assert settle({"one": same}) == ("one", ())
    assert settle({"one": same, "two": same}) == (None, ("one", "two"))
    assert settle({"one": same, "two": coded}) == ("two", ())
