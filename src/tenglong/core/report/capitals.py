"""Amounts of money in capital numerals (大写), as contracts write them so that nobody can add a stroke.

Source: 正确填写票据和结算凭证的基本规定 (支付结算办法附一), 第一条 to 第三条: 元 is followed by 整 when nothing comes
after it; of noughts in a row one 零 is written; an amount without 分 may end in 整.
"""

from fractions import Fraction

from tenglong.core.formula import round_half_up

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def in_capitals(yuan: Fraction) -> str:
    """An amount of 元, rounded to 分: 贰仟捌佰玖拾柒万零陆佰元整."""
    cents = int(round_half_up(abs(yuan), 2) * 100)
    whole, rest = divmod(cents, 100)
    sign = "负" if yuan < 0 and cents else ""
    return sign + (f"{_whole(whole)}元" if whole else "" if rest else "零元") + _rest(rest, bool(whole))


def _whole(number: int) -> str:
    """亿, then 万, then what is left; what begins with a nought is joined by one 零."""
    for size, scale in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(number, size)
        if high:
            return f"{_whole(high)}{scale}{'零' if 0 < low < size // 10 else ''}{_whole(low)}"
    return _four(number)


def _four(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said


def _rest(cents: int, after_yuan: bool) -> str:
    ten, one = divmod(cents, 10)
    if not cents:
        return "整"
    tens = f"{_DIGITS[ten]}角" if ten else "零" if after_yuan else ""
    return tens + (f"{_DIGITS[one]}分" if one else "整")
