"""Registered capital (注册资金) in the forms that registries print, as an amount in 万 and a currency.

Forms: 3,850(万) · 12万人民币 · 2,846(万元人民币) · 7.78万人民币 · 50万元人民币 · 500万人民币元 · 100(万美元)
1.2亿元 · N/A.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from tenglong.core.ledger.numbers import TOO_LARGE, plain_number, trimmed
from tenglong.core.ledger.values import NO_VALUE, CannotRead, half_width, quoted

YUAN = "人民币"
_CURRENCIES = {
    "人民币": YUAN, "RMB": YUAN, "CNY": YUAN, "¥": YUAN, "人民币元": YUAN,
    "美元": "美元", "美金": "美元", "USD": "美元", "欧元": "欧元", "EUR": "欧元", "英镑": "英镑", "GBP": "英镑",
    "港元": "港元", "港币": "港元", "HKD": "港元", "新台币": "新台币", "台币": "新台币", "澳门元": "澳门元",
    "日元": "日元", "日圆": "日元", "JPY": "日元", "韩元": "韩元", "新加坡元": "新加坡元", "瑞士法郎": "瑞士法郎",
    "加拿大元": "加拿大元", "加元": "加拿大元", "澳大利亚元": "澳大利亚元", "澳元": "澳大利亚元",
}  # fmt: skip
_FORM = re.compile(
    r"(?P<before>[^\d.,]*)(?P<number>[\d.,]+)(?P<scale>亿|千万|百万|万)?(?P<yuan>元|圆)?(?P<after>\D*?)(?P<tail>元|圆)?整?"
)
_SCALES = {"亿": 10_000, "千万": 1_000, "百万": 100, "万": 1}  # of one, in ten thousands
_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Capital:
    """`amount_wan` in ten thousands of `currency`. `stated`: does the source name the currency? 3,850(万) does not."""

    amount_wan: Decimal
    currency: str
    stated: bool = True


def read_capital(raw: str) -> Capital | None:
    """The capital, or None where the source has none (N/A). CannotRead where an amount, unit or currency is unclear.

    No currency means the currency of the country; a number without any unit is not guessed.
    """
    if half_width(raw) in NO_VALUE:
        return None
    form = _FORM.fullmatch(re.sub(r"[\s():]", "", half_width(raw)))
    number = plain_number(form["number"]) if form else None
    if form is None or number is None:
        raise CannotRead(f"注册资金{quoted(raw)}读不出金额，请写成 3850万元 或 100万美元。")
    word = form["before"] + form["after"]
    currency = _currency(word)
    if currency is None:
        raise CannotRead(f"注册资金{quoted(raw)}的币种“{word}”不认识，请写明币种，如 100万美元。")
    if not (form["scale"] or form["yuan"] or form["tail"]):
        raise CannotRead(f"注册资金{quoted(raw)}没有单位，分不清是元还是万元，请写明。")
    scale = form["scale"]
    amount = number * _SCALES[scale] if scale else number / _WAN
    if amount >= TOO_LARGE:
        raise CannotRead(f"注册资金{quoted(raw)}大得不合情理，请查对数字和单位。")
    return Capital(trimmed(amount), currency, stated=bool(word))


def _currency(word: str) -> str | None:
    """The currency a word names; of 美元 the pattern may have left 美."""
    return _CURRENCIES.get(word.upper(), _CURRENCIES.get(f"{word}元")) if word else YUAN
