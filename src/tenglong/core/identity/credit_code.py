"""The unified social credit code (统一社会信用代码), GB 32100-2015: normal form, verdict and a cautious repair.

The check digit is python-stdnum's. Its `validate` is not used, because it knows no code of an office named by a letter,
such as N2 of a village's collective (农业农村部门登记).
"""

import re
from dataclasses import dataclass
from itertools import product

from stdnum.cn.uscc import calc_check_digit

from tenglong.core.ledger.values import half_width, quoted

LENGTH = 18
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OFFICES = "123456789ANY"  # 登记管理部门, first sign
PROVINCES = "1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]"  # GB/T 2260; 10 is the State's own
_PROVINCE = re.compile(PROVINCES)
_MISREAD = {"I": "1", "O": "0", "S": "5", "V": "UY", "Z": "2"}  # letters that the standard does not use
_MISREAD_AMONG_DIGITS = _MISREAD | {"B": "8", "D": "0", "G": "6", "L": "1", "Q": "0"}
_AREA = slice(2, 8)
_MOST_REPAIRS = 4
_SEPARATORS = re.compile(r"[\s\-'`·.]")


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code as read. `problem` is a sentence when it is not valid; `repaired` the only likely code that is."""

    text: str
    problem: str | None = None
    repaired: str | None = None

    @property
    def valid(self) -> bool:
        return self.problem is None


def read_credit_code(raw: str) -> CreditCode:
    """The normal form (18 narrow capitals) and the verdict. Never raises; to be empty is a problem too."""
    text = _SEPARATORS.sub("", half_width(raw)).upper()
    problem = _problem(text)
    return CreditCode(text, problem, _repaired(text) if problem else None)


def _problem(text: str) -> str | None:
    if not text:
        return "没有填统一社会信用代码。"
    if len(text) != LENGTH:
        return _wrong_length(text)
    if wrong := [sign for sign in text if sign not in LETTERS]:
        signs = "、".join(dict.fromkeys(wrong))
        return f"统一社会信用代码{quoted(text)}里有“{signs}”，代码不用 I、O、S、V、Z 和其他符号，请对照执照。"
    if text[0] not in OFFICES or not text[_AREA].isdigit() or not _PROVINCE.match(text, 2):
        return f"统一社会信用代码{quoted(text)}的登记机关“{text[:8]}”不存在，请对照执照查对前 8 位。"
    if text[-1] != calc_check_digit(text):
        return f"统一社会信用代码{quoted(text)}的校验位不符，至少有一位抄错，请对照执照。"
    return None


def _wrong_length(text: str) -> str:
    if len(text) == 15 and text.isdigit():
        return f"{quoted(text)}是 15 位的旧工商注册号，请改填 18 位统一社会信用代码。"
    if len(text) == 9:
        return f"{quoted(text)}是 9 位的组织机构代码，请改填 18 位统一社会信用代码。"
    return f"统一社会信用代码{quoted(text)}有 {len(text)} 位，应为 18 位，请对照执照。"


def _repaired(text: str) -> str | None:
    """The one valid code that differs only where a sign cannot stand. A wrong check digit alone says not where."""
    if len(text) != LENGTH:
        return None
    choices = [_readings(sign, among_digits=2 <= place < 8) for place, sign in enumerate(text)]
    if not 0 < sum(text[place] not in choice for place, choice in enumerate(choices)) <= _MOST_REPAIRS:
        return None
    valid = [code for code in map("".join, product(*choices)) if _problem(code) is None]
    return valid[0] if len(valid) == 1 else None


def _readings(sign: str, *, among_digits: bool) -> str:
    """What a sign may have been: itself where it can stand."""
    if among_digits:
        return sign if sign.isdigit() else _MISREAD_AMONG_DIGITS.get(sign, "")
    return sign if sign in LETTERS else _MISREAD.get(sign, "")
