"""Invented credit codes whose check digit is right."""

from stdnum.cn.uscc import calc_check_digit


def valid_code(seventeen: str) -> str:
    """The code that begins so."""
    return seventeen + calc_check_digit(seventeen)
