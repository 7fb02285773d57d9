import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.formula import FormulaProblem, parse
from tenglong.core.formula.tree import Call, Comparison, Logic, Name, Node, Not, Number, Text, walk


def parts(text: str) -> list[tuple[str, str]]:
    formula = parse(text)
    return [(type(node).__name__, formula.slice(node)) for node in walk(formula.root)]


def test_every_node_knows_its_place() -> None:
    assert parts("（评价税收 － [R&D经费]）÷ 用地面积 ≥ 15％") == [
        ("Comparison", "（评价税收 － [R&D经费]）÷ 用地面积 ≥ 15％"),
        ("Arithmetic", "（评价税收 － [R&D经费]）÷ 用地面积"),
        ("Arithmetic", "评价税收 － [R&D经费]"),
        ("Name", "评价税收"),
        ("Name", "[R&D经费]"),
        ("Name", "用地面积"),
        ("Number", "15％"),
    ]


def same_shape(one: Node, other: Node) -> bool:
    return [type(node) for node in walk(one)] == [type(node) for node in walk(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲 >= 3 and 乙 < 5", "甲 ≥ 3 且 乙 ＜ 5"),
        ("not 甲 or 乙 is known", "非 甲 或 乙 有值"),
        ("甲 is missing", "甲 缺失"),
        ("甲 in (1, 2)", "甲 属于（1，2）"),
        ("if(甲, 1, 2)", "如果（甲，1、2）"),
        ("甲 != 2", "甲 ≠ ２"),
        ("甲 = true", "甲 ＝ 真"),
        ("[a b] + 1", "【a b】＋１"),
    ],
)
def test_both_ways_of_writing_are_one(one: str, other: str) -> None:
    assert same_shape(parse(one).root, parse(other).root)


def test_quotes_and_brackets_are_taken_as_they_are() -> None:
    names = [node.name for node in walk(parse("[研发（R＆D）经费] + 【全职 人员】").root) if isinstance(node, Name)]
    assert names == ["研发（R＆D）经费", "全职 人员"]
    texts = [node.value for node in walk(parse('甲 = “（１）且” 或 甲 = "“引”"').root) if isinstance(node, Text)]
    assert texts == ["（１）且", "“引”"]


def test_words_inside_names_are_names() -> None:
    root = parse("非税收入 > 3 且 或有负债 > 2 且 island > 1 且 属于开发区").root
    assert [node.name for node in walk(root) if isinstance(node, Name)] == [
        "非税收入", "或有负债", "island", "属于开发区",
    ]  # fmt: skip


def test_precedence() -> None:
    root = parse("非 甲 > 1 + 2 * 3 且 乙 或 丙").root
    assert isinstance(root, Logic)
    assert root.word == "or"
    assert isinstance(root.left, Logic)
    assert isinstance(root.left.left, Not)
    assert isinstance(root.left.left.operand, Comparison)


def test_a_name_may_be_spelt_like_a_function() -> None:
    root = parse("最大(最大, 1)").root
    assert isinstance(root, Call)
    assert root.arguments[0] == Name(name="最大", start=3, end=5)


def test_a_problem_draws_its_place_under_the_text() -> None:
    with pytest.raises(FormulaProblem) as caught:
        parse("税收 > 3 >= 2")
    assert str(caught.value).splitlines()[1:] == ["    税收 > 3 >= 2", "             ^^"]


@given(st.text('评价税收用地 +-*/()（）[]“”"<>=且或非1.5%,，天数', max_size=25))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    start, end = 0, len(text)
    try:
        nodes = list(walk(parse(text).root))
        start, end = min(node.start for node in nodes), max(node.end for node in nodes)
    except FormulaProblem as problem:
        start, end = problem.start, problem.end
    assert 0 <= start <= end <= len(text)


@given(st.integers(0, 10**12), st.integers(0, 999))
def test_numbers_are_read_exactly(whole: int, thousandths: int) -> None:
    root = parse(f"{whole}.{thousandths:03d}").root
    assert isinstance(root, Number)
    assert root.value * 1000 == whole * 1000 + thousandths
