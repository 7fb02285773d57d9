"""Scorecards made in Python: a small one to play with, and 黄岩's of 2022 with its weights and benchmarks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.core.scorecard import (
    Adjustment,
    Band,
    Indicator,
    Missing,
    Parameter,
    Scorecard,
    Shortlist,
    class_names,
    indicator_names,
    parameter_names,
    ranking_names,
    score_names,
)

SOURCE = "虚构"
HUANGYAN = "台州市黄岩区 2022 年度办法"
FACTS = {
    "评价税收": ("tax", "万元"),
    "用地面积": ("land", "亩"),
    "工业增加值": ("added", "万元"),
    "综合能耗": ("energy", "吨标煤"),
    "主要污染物排放量": ("emission", "吨"),
    "年平均职工人数": ("staff", "人"),
    "R&D经费支出": ("research", "万元"),
    "主营业务收入": ("revenue", "万元"),
}
FIELDS = {name: NameSpec(name, Type.NUMBER, unit, code) for name, (code, unit) in FACTS.items()}
FIELDS |= {"规模": NameSpec("规模", Type.TEXT, None, "scale"), "停产": NameSpec("停产", Type.TRUTH, None, "idle")}


def checked(text: str, names: Mapping[str, NameSpec]) -> Checked:
    return check(parse(text), names)


def indicator(  # noqa: PLR0917 - drawn as a row of a table
    label: str,
    value: str,
    benchmark: str = "1",
    weight: str = "1",
    missing: Missing = Missing.UNSCORED,
    score: str | None = None,
    names: Mapping[str, NameSpec] = FIELDS,
) -> Indicator:
    formula = checked(value, names)
    own = None if score is None else checked(score, score_names(formula.unit))
    return Indicator(label, formula, formula.unit, benchmark, weight, missing, SOURCE, own)


def card(
    indicators: Sequence[Indicator],
    *,
    fields: Mapping[str, NameSpec] = FIELDS,
    where: str | None = None,
    parameters: Sequence[Parameter] = (),
    adjustments: Sequence[str] = (),
    bands: Sequence[tuple[str, str]] = (),
    lists: Sequence[str] = (),
    points: int = 6,
    digits: int = 2,
) -> Scorecard:
    """A scorecard whose formulas see the names of their stage."""
    first = {**fields, **parameter_names(parameters)}
    second = {**first, **indicator_names(indicators)}
    third = {**second, **ranking_names()}
    last = {**third, **class_names()}
    return Scorecard(
        key="trial.card",
        label="试评",
        station="评价",
        over="enterprise",
        inputs=(),
        indicators=tuple(indicators),
        where=None if where is None else checked(where, first),
        parameters=tuple(parameters),
        adjustments=tuple(
            Adjustment(f"加减分{number}", checked(text, second), SOURCE) for number, text in enumerate(adjustments, 1)
        ),
        bands=tuple(Band(name, checked(text, third), SOURCE) for name, text in bands),
        lists=tuple(
            Shortlist(f"list{number}", f"名单{number}", checked(text, last)) for number, text in enumerate(lists, 1)
        ),
        points=points,
        digits=digits,
    )


def huangyan(**more: object) -> Scorecard:
    """规上, 2022: six ratios over fixed benchmarks; missing emission data gives the mean score."""
    drawn = [
        ("亩均税收", "评价税收 / 用地面积", "24.097", "30", Missing.UNSCORED),
        ("亩均增加值", "工业增加值 / 用地面积", "136.16", "20", Missing.UNSCORED),
        ("单位能耗增加值", "工业增加值 / 综合能耗", "2.694", "20", Missing.UNSCORED),
        ("单位排放增加值", "工业增加值 / 主要污染物排放量", "4929.81", "10", Missing.MEAN),
        ("全员劳动生产率", "工业增加值 / 年平均职工人数", "18.14", "10", Missing.UNSCORED),
        ("研发投入比", "[R&D经费支出] / 主营业务收入", "0.0302", "10", Missing.UNSCORED),
    ]
    indicators = [indicator(*one) for one in drawn]
    return card(indicators, where="规模 = “规上”", **more)  # type: ignore[arg-type]


def at_benchmarks(key: str, times: str = "1") -> dict[str, object]:
    """A firm that has `times` every benchmark."""
    more = Decimal(times)
    return {
        "key": key, "scale": "规上", "idle": False, "land": Decimal(10), "tax": Decimal("240.97") * more,
        "added": Decimal("1361.6") * more, "energy": Decimal("1361.6") / Decimal("2.694"),
        "emission": Decimal("1361.6") / Decimal("4929.81"), "staff": Decimal("1361.6") / Decimal("18.14"),
        "research": Decimal("302") * more, "revenue": Decimal(10000),
    }  # fmt: skip
