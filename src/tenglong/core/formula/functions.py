"""The closed list of functions: what each takes and gives, and what it does with a missing value."""

from dataclasses import dataclass

from .tree import Type


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` are the types by position; empty when the checker has a rule of its own. `most` None: any number."""

    name: str
    alias: str
    form: str
    meaning: str
    missing: str
    least: int
    most: int | None
    takes: tuple[Type, ...] = ()
    gives: Type = Type.NUMBER
    unit: str | None = None


_ANY = "任何一个缺失，结果就缺失。"
_SAME = "缺失的仍缺失。"
_UNKNOWN = "任何一个缺失，就无法判断。"

_DATE = (Type.DATE,)
_TWO_DATES = (Type.DATE, Type.DATE)
_TWO_TEXTS = (Type.TEXT, Type.TEXT)
_NUMBER = (Type.NUMBER,)

FUNCTIONS = (
    Function(
        "如果",
        "if",
        "如果(条件, 甲, 乙)",
        "条件成立取甲，不成立取乙。",
        "条件无法判断，结果就缺失；没取的一边缺失没有影响。",
        3,
        3,
    ),
    Function("最大", "max", "最大(甲, 乙, …)", "最大的数，或最晚的日期。", _ANY, 2, None),
    Function("最小", "min", "最小(甲, 乙, …)", "最小的数，或最早的日期。", _ANY, 2, None),
    Function(
        "首个有值",
        "first_known",
        "首个有值(甲, 乙, …)",
        "从左到右第一个有值的。",
        "都缺失，结果才缺失。",
        2,
        None,
    ),
    Function("绝对值", "abs", "绝对值(数)", "去掉负号。", _SAME, 1, 1, _NUMBER),
    Function(
        "四舍五入",
        "round",
        "四舍五入(数, 位数)",
        "保留几位小数（-4 到 6，不写是 0），一半一律远离零进位。",
        _SAME,
        1,
        2,
    ),
    Function("向下取整", "floor", "向下取整(数)", "不大于它的最大整数。", _SAME, 1, 1, _NUMBER),
    Function("向上取整", "ceiling", "向上取整(数)", "不小于它的最小整数。", _SAME, 1, 1, _NUMBER),
    Function(
        "换算",
        "convert",
        "换算(数, 单位)",
        "换成另一个单位；没有单位的常数就记上这个单位。",
        _SAME,
        2,
        2,
    ),
    Function(
        "天数",
        "days",
        "天数(从, 到)",
        "两个日期相隔的日历天数，到在前为负。",
        _ANY,
        2,
        2,
        _TWO_DATES,
        unit="天",
    ),
    Function(
        "满年数",
        "full_years",
        "满年数(从, 到)",
        "满了几个周年；2 月 29 日起算的，平年到 3 月 1 日才满；到在前为负。",
        _ANY,
        2,
        2,
        _TWO_DATES,
        unit="年",
    ),
    Function(
        "满月数",
        "full_months",
        "满月数(从, 到)",
        "满了几个月：到了起算那天的日子才满；31 日起算的，下月没有 31 日就到再下月 1 日才满；到在前为负。",
        _ANY,
        2,
        2,
        _TWO_DATES,
        unit="个月",
    ),
    Function(
        "月数",
        "months",
        "月数(从, 到)",
        "跨了几个月，只看年份和月份：1 月 31 日到 2 月 1 日是 1；到在前为负。",
        _ANY,
        2,
        2,
        _TWO_DATES,
        unit="个月",
    ),
    Function("年份", "year", "年份(日期)", "公历年份。", _SAME, 1, 1, _DATE, unit="年"),
    Function("月份", "month", "月份(日期)", "1 到 12。", _SAME, 1, 1, _DATE),
    Function("含", "contains", "含(文字, 一段)", "文字里有没有这一段。", _UNKNOWN, 2, 2, _TWO_TEXTS, Type.TRUTH),
    Function(
        "开头是",
        "starts_with",
        "开头是(文字, 一段)",
        "文字是不是以这一段开头。",
        _UNKNOWN,
        2,
        2,
        _TWO_TEXTS,
        Type.TRUTH,
    ),
)

BY_WORD = {word: function for function in FUNCTIONS for word in (function.name, function.alias)}
