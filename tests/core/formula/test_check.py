import pytest

from tenglong.core.formula import FormulaProblems, NameSpec, Type, check, parse

NAMES = {
    spec.name: spec
    for spec in [
        NameSpec("评价税收", Type.NUMBER, "万元", "tax_wan"),
        NameSpec("用地面积", Type.NUMBER, "亩", "area_mu"),
        NameSpec("产值", Type.NUMBER, "亿元", "output_yi"),
        NameSpec("增速", Type.NUMBER, "%"),
        NameSpec("得分", Type.NUMBER),
        NameSpec("行业", Type.TEXT),
        NameSpec("注册日", Type.DATE),
        NameSpec("规上", Type.TRUTH),
    ]
}


@pytest.mark.parametrize(
    ("text", "type_", "unit"),
    [
        ("评价税收 / 用地面积", Type.NUMBER, "万元/亩"),
        ("评价税收 / 用地面积 * 用地面积", Type.NUMBER, "万元"),
        ("评价税收 / 评价税收", Type.NUMBER, None),
        ("评价税收 * 15% + 3", Type.NUMBER, "万元"),
        ("增速 + 2%", Type.NUMBER, "%"),
        ("增速 * 2", Type.NUMBER, "%"),
        ("1 / 用地面积", Type.NUMBER, "1/亩"),
        ("年份(注册日) - 2020", Type.NUMBER, "年"),
        ("首个有值(行业, “无”)", Type.TEXT, None),
        ("最大(注册日, 2023-01-31)", Type.DATE, None),
        ("规上 = 真", Type.TRUTH, None),
        ("如果(规上, 评价税收, 换算(产值, 万元))", Type.NUMBER, "万元"),
    ],
)
def test_type_and_unit_follow(text: str, type_: Type, unit: str | None) -> None:
    checked = check(parse(text), NAMES)
    assert (checked.type, checked.unit) == (type_, unit)


def test_names_are_listed_once_in_the_order_of_the_text() -> None:
    checked = check(parse("用地面积 > 3 且 评价税收 > 用地面积 * 0 / 用地面积"), {
        **NAMES, "评价税收": NameSpec("评价税收", Type.NUMBER),
    })  # fmt: skip
    assert [spec.name for spec in checked.names] == ["用地面积", "评价税收"]
    assert checked.names[0].code == "area_mu"
    assert checked.names[1].code == "评价税收"


def sentences(text: str) -> list[str]:
    with pytest.raises(FormulaProblems) as caught:
        check(parse(text), NAMES)
    return [problem.message_zh for problem in caught.value.problems]


def test_all_problems_come_at_once_in_order() -> None:
    assert sentences("用地 > 3 且 评价税收 + 产值 > 1 且 行业 > 2") == [
        "没有叫“用地”的项",
        "“评价税收”的单位是“万元”，“产值”的单位是“亿元”，不能相加",
        "“2”是数，这里要的是文字",
    ]


def test_one_mistake_is_reported_once() -> None:
    assert sentences("(用地 + 1) * 2 / 3 > 4 且 非 (用地 < 2)") == ["没有叫“用地”的项"] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("评价税收 > 得分", "不能比较"),
        ("增速 > 得分 / 用地面积", "不能比较"),
        ("四舍五入(得分, 得分)", "位数要写成整数"),
        ("四舍五入(得分, 9)", "位数只能从 -4 到 6"),
        ("四舍五入(得分, 1.5)", "位数要写成整数"),
        ("如果(得分, 1, 2)", "要的是条件"),
        ("如果(规上, 1, “一”)", "要的是数"),
        ("如果(规上, 评价税收, 用地面积)", "不能作为同一个结果"),
        ("最大(行业, 行业)", "没有大小"),
        ("规上 > 假", "没有大小"),
        ("天数(注册日, 得分)", "要的是日期"),
        ("含(行业, 3)", "要的是文字"),
        ("-行业", "要的是数"),
        ("评价税收 * 产值", "不能直接相乘"),
        ("换算(行业, 亩)", "要的是数"),
        ("最大(%, 1)", "只能写在 换算 里"),
        ("用地面积 属于 (1, “二”)", "要的是数"),
    ],
)
def test_refusals(text: str, said: str) -> None:
    assert any(said in sentence for sentence in sentences(text)), sentences(text)
