"""Credit codes: normal form, verdict with its reason, and a repair only where it is certain."""

import csv
from pathlib import Path

import pytest
from stdnum.cn.uscc import calc_check_digit

from tenglong.core.identity import read_credit_code

TWIN = Path(__file__).parents[2] / "data" / "enterprises_twin.csv"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def whole(body: str) -> str:
    """The seventeen signs with their check digit."""
    return body + calc_check_digit(body)


GOOD = whole("91330800MA8FKQY60")


def test_the_normal_form_has_no_width_case_or_separators() -> None:
    code = read_credit_code(f"'{GOOD[:4]} {GOOD[4:10].lower()}-{GOOD[10:]}\u200b".translate(WIDE))
    assert code.valid
    assert code.text == GOOD


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "没有填"),
        (GOOD[:-1], "有 17 位，应为 18 位"),
        ("330800000012345", "旧工商注册号"),
        ("MA8FKQY60", "组织机构代码"),
        (GOOD[:9] + "B" + GOOD[10:], "校验位不符"),
        (GOOD.replace("K", "V"), "“V”"),
        (whole("91990800MA8FKQY60"), "登记机关“91990800”不存在"),
        (whole("B1330800MA8FKQY60"), "登记机关"),
        (whole("91330A00MA8FKQY60"), "登记机关"),
        (GOOD[:-1] + "中", "“中”"),
    ],
)
def test_a_bad_code_has_its_reason(raw: str, why: str) -> None:
    problem = read_credit_code(raw).problem
    assert problem is not None
    assert why in problem


def test_a_village_collective_is_registered_by_an_office_named_by_a_letter() -> None:
    assert read_credit_code(whole("N2330803MF1234567")).valid


@pytest.mark.parametrize(
    ("body", "misread"), [("91330800MA8FKQY60", "O"), ("91330800MA1FKQY67", "I"), ("91330800MA2FKQ567", "Z")]
)
def test_a_letter_that_codes_do_not_use_is_repaired(body: str, misread: str) -> None:
    digit = {"O": "0", "I": "1", "Z": "2"}[misread]
    right = whole(body)
    place = right.index(digit, 8)
    code = read_credit_code(right[:place] + misread + right[place + 1 :])
    assert not code.valid
    assert code.repaired == right


def test_a_letter_among_the_digits_of_the_place_is_repaired() -> None:
    assert read_credit_code("91330BDO" + GOOD[8:]).repaired == GOOD
    assert read_credit_code("91330A00" + GOOD[8:]).repaired is None


def test_a_wrong_check_digit_alone_is_not_guessed_at() -> None:
    code = read_credit_code(GOOD[:9] + "B" + GOOD[10:])
    assert code.repaired is None


def test_of_two_repairs_that_fit_neither_is_offered() -> None:
    """V may be a misread U or Y; at these three places both make the check digit fit."""
    as_u, as_y = whole("91330800UUAU12345"), whole("91330800YYAY12345")
    assert as_u[-1] == as_y[-1]
    assert read_credit_code(as_u.replace("U", "V")).repaired is None
    assert read_credit_code(as_u.replace("UU", "VU")).repaired == as_u


def test_the_twin_has_three_bad_codes() -> None:
    with TWIN.open(encoding="utf-8", newline="") as file:
        codes = [read_credit_code(row["统一社会信用代码"]) for row in csv.DictReader(file)]
    assert [(line, code.repaired) for line, code in enumerate(codes, start=2) if not code.valid] == [
        (47, None),
        (48, "91330800MA8FKQY60R"),
        (56, None),
    ]
