"""A pair judged: what fits, what is refused and why, what must be asked first, what the preferences are worth."""

from decimal import Decimal

import pytest

from tenglong.core.matching import POINT, On, Question, Verdict, judge, most_of, verdict_of

from .rooms import HARD, MATCH, SOFT, match_of

ROOM = {"use": "康养", "floor_sqm": Decimal(10600), "height_m": Decimal("3.6"), "rent": Decimal(8)}
WISH = {"use": "康养", "least_sqm": Decimal(10000), "least_m": Decimal(3), "rent": Decimal(10)}


def test_a_pair_that_meets_every_condition_fits_and_has_a_score():
    judged = judge(MATCH, ROOM, WISH)
    assert judged.verdict is Verdict.FITS
    # 10000 / 10600 × 60 = 56.60377…, (10 − 8) / 10 × 40 = 8
    assert [one.points for one in judged.preferences] == [566_038, 80_000]
    assert judged.score == 646_038
    assert [one.most for one in judged.preferences] == [60 * POINT, 40 * POINT]
    assert most_of(MATCH) == 100 * POINT


def test_a_refusal_has_its_reason_and_the_values():
    judged = judge(MATCH, ROOM | {"floor_sqm": Decimal(9000)}, WISH)
    (failed,) = judged.failed
    assert judged.verdict is Verdict.NEAR
    assert failed.hard.reason == "面积不够"
    assert failed.explanation.sentence == "房的面积 9,000 平方米 ≥ 客的最小面积 10,000 平方米，不成立"


def test_more_failures_than_near_misses_are_a_refusal():
    assert judge(MATCH, ROOM | {"floor_sqm": Decimal(9000), "use": "仓储"}, WISH).verdict is Verdict.NO
    assert judge(match_of(HARD, SOFT, near=0), ROOM | {"use": "仓储"}, WISH).verdict is Verdict.NO
    assert judge(match_of(HARD, SOFT, near=2), ROOM | {"floor_sqm": Decimal(1), "use": "仓储"}, WISH).verdict is (
        Verdict.NEAR
    )


def test_a_firm_condition_that_fails_is_no_near_miss():
    firm = match_of(HARD, SOFT, firm="用途不同")
    assert judge(firm, ROOM | {"use": "仓储"}, WISH).verdict is Verdict.NO
    assert judge(firm, ROOM | {"use": None}, WISH).verdict is Verdict.ASK
    assert judge(firm, ROOM | {"floor_sqm": Decimal(9000)}, WISH).verdict is Verdict.NEAR


@pytest.mark.parametrize(
    ("room", "wish", "asks"),
    [
        ({"height_m": None}, {}, (Question(On.LEFT, "height_m", "房的层高"),)),
        ({}, {"least_sqm": None}, (Question(On.RIGHT, "least_sqm", "客的最小面积"),)),
        (
            {"use": None},
            {"use": None},
            (Question(On.LEFT, "use", "房的用途"), Question(On.RIGHT, "use", "客的用途")),
        ),
    ],
)
def test_what_is_missing_is_asked_of_the_side_that_knows(room, wish, asks):
    judged = judge(MATCH, ROOM | room, WISH | wish)
    assert judged.verdict is Verdict.ASK
    assert judged.asks == asks
    assert judged.failed == ()


def test_what_nobody_asks_for_is_no_question():
    judged = judge(MATCH, ROOM | {"height_m": None}, WISH | {"least_m": None})
    assert judged.verdict is Verdict.FITS
    assert judged.asks == ()


def test_a_near_miss_may_have_questions_too():
    judged = judge(MATCH, ROOM | {"floor_sqm": Decimal(9000), "height_m": None}, WISH)
    assert judged.verdict is Verdict.NEAR
    assert [ask.name for ask in judged.asks] == ["房的层高"]


def test_only_the_branch_that_is_taken_asks():
    match = match_of({"不行": "如果(房的面积 > 客的最小面积, 房的层高 > 客的最低层高, 房的租金 > 客的最高租金)"}, {})
    judged = judge(match, ROOM | {"height_m": None, "rent": None}, WISH)
    assert [ask.name for ask in judged.asks] == ["房的层高"]


@pytest.mark.parametrize(
    ("rent", "points"),
    [
        (Decimal(10), 0),
        (Decimal(20), 0),  # below 0 is cut off
        (Decimal(-20), 40 * POINT),  # above 1 too
        (None, 0),  # unknown counts 0
        (Decimal("9.999995"), 0),  # 0.00002 points
        (Decimal("9.9999875"), 1),  # a half of the last digit goes up
    ],
)
def test_points_are_cut_off_and_rounded_half_up(rent, points):
    assert judge(MATCH, ROOM | {"rent": rent}, WISH).preferences[1].points == points


def test_a_preference_that_is_not_known_says_what_is_missing():
    preference = judge(MATCH, ROOM | {"rent": None}, WISH).preferences[1]
    assert [ask.name for ask in preference.asks] == ["房的租金"]
    assert preference.explanation.sentence.startswith("租金合适 = ")


@pytest.mark.parametrize(
    ("failed", "unknown", "near", "verdict"),
    [(0, 0, 1, "fits"), (0, 2, 1, "ask"), (1, 2, 1, "near"), (2, 0, 1, "no"), (1, 0, 0, "no"), (0, 0, 0, "fits")],
)
def test_the_verdict_is_by_what_fails_then_by_what_is_unknown(failed, unknown, near, verdict):
    assert verdict_of(failed, unknown, near) == verdict
