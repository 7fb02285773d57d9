"""Registered capital in every form that registries print."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tenglong.core.identity import Capital, read_capital
from tenglong.core.ledger import CannotRead

TWIN = Path(__file__).parents[2] / "data" / "enterprises_twin.csv"


@pytest.mark.parametrize(
    ("raw", "amount", "currency", "stated"),
    [
        ("2,846(万元人民币)", "2846", "人民币", True),
        ("28,970.6669(万元人民币)", "28970.6669", "人民币", True),
        ("11（万元人民币）", "11", "人民币", True),
        ("3,850(万)", "3850", "人民币", False),
        ("36.8000(万)", "36.8", "人民币", False),
        ("12万人民币", "12", "人民币", True),
        ("7.78万人民币", "7.78", "人民币", True),
        ("50万元人民币", "50", "人民币", True),
        ("500万人民币元", "500", "人民币", True),
        ("30.11万人民币元", "30.11", "人民币", True),
        ("100(万美元)", "100", "美元", True),
        ("619.2080(万美元)", "619.208", "美元", True),
        ("780万港元", "780", "港元", True),
        ("65(万欧元)", "65", "欧元", True),
        ("100万日圆", "100", "日元", True),
        ("USD100万", "100", "美元", True),
        ("人民币：伍", None, None, None),
        ("人民币500万元整", "500", "人民币", True),
        ("1.2亿元人民币", "12000", "人民币", True),
        ("5000000元", "500", "人民币", False),
    ],
)
def test_forms(raw: str, amount: str | None, currency: str | None, stated: bool | None) -> None:
    if amount is None:
        with pytest.raises(CannotRead, match="读不出金额"):
            read_capital(raw)
    else:
        assert read_capital(raw) == Capital(Decimal(amount), str(currency), bool(stated))


THREE_MILLION = (  # one sum in the spellings that registries print
    "300(万元人民币)",
    "300.0000(万元人民币)",
    "300（万元人民币）",
    "300(万)",
    "300.000000(万)",
    "300万人民币",
    "300.00万人民币",
    "300万元人民币",
    "300万人民币元",
    "300.00万人民币元",
    "300万元",
    "300 万 元",
    "300万圆",
    "300万元整",
    "人民币300万元整",
    "人民币 300 万元",
    "人民币：300万元",
    "人民币元300万",
    "300万元（人民币）",
    "300（万人民币元）",
    "3,000,000元",
    "3000000.00元人民币",
    "RMB 3,000,000元",
    "CNY 300万",
    "300万RMB",
    "¥300万元",
    "３００万元人民币",
    "0.03亿元人民币",
    "3百万元",
)


def test_one_sum_in_twenty_nine_spellings() -> None:
    assert len(set(THREE_MILLION)) == 29
    assert {(read.amount_wan, read.currency) for raw in THREE_MILLION if (read := read_capital(raw))} == {
        (Decimal(300), "人民币")
    }


@pytest.mark.parametrize("raw", ["N/A", "", "—"])
def test_none_is_none(raw: str) -> None:
    assert read_capital(raw) is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("5000", "没有单位"),
        ("500人民币", "没有单位"),
        ("1,50(万元人民币)", "读不出金额"),
        ("面议", "读不出金额"),
        ("100-500万元", "读不出金额"),
        ("100万贝壳", "币种“贝壳”不认识"),
        ("约500万元", "“约”"),
    ],
)
def test_what_is_unclear_is_never_guessed(raw: str, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        read_capital(raw)


def test_the_twin_has_three_that_cannot_be_read() -> None:
    bad, currencies = [], []
    with TWIN.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                capital = read_capital(row["注册资金"])
            except CannotRead:
                bad.append(line)
            else:
                currencies.append(capital.currency if capital else None)
    assert bad == [51, 52, 53]
    assert {name: currencies.count(name) for name in set(currencies)} == {
        "人民币": 48,
        "美元": 3,
        "欧元": 1,
        "港元": 1,
        None: 4,
    }
