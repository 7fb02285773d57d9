"""Reports and documents: what is read of them, and every wrong placeholder at its place with a suggestion."""

import pytest

from tenglong.core.formula import parse
from tenglong.core.report.model import BlockKind, Column, Document, Piece, Report, Since
from tenglong.playbooks import BadMechanism, Mechanism, load_mechanism, read_folder

from .county import FORMAT_1, county

HEAD = "format: 1\nkey: yard\ntitle: 堆场清退\nstation: 整治\n"


@pytest.fixture(scope="module")
def yard() -> Mechanism:
    names = ("mechanism", "ledger", "procedure", "measures", "reports", "documents")
    files = read_folder(FORMAT_1 / "yard")
    return load_mechanism({f"{name}.yaml": files[f"{name}.yaml"] for name in names}, county())


@pytest.fixture(scope="module")
def monthly(yard: Mechanism) -> Report:
    return yard.reports["yard.monthly"]


@pytest.fixture(scope="module")
def notice(yard: Mechanism) -> Document:
    return yard.documents["yard.notice"]


def test_a_report_has_its_audiences_and_its_words_in_order(monthly: Report) -> None:
    assert [piece.field or piece.words for piece in monthly.title] == ["单位", "期间", "堆场清退情况"]
    assert [(one.key, one.units, one.to) for one in monthly.audiences] == [
        ("county", (), ""),
        ("city", (("亩", "公顷"),), "市里的办公室"),
    ]
    assert (monthly.signed_by, monthly.formal, monthly.every) == ("园区", True, "month")


def test_a_figure_says_from_when_it_counts_and_in_which_unit(monthly: Report) -> None:
    text = monthly.blocks[1]
    assert text.pieces[1] == Piece(field="期末")
    assert text.pieces[3] == Piece(measure="yard.freed", since=Since.ALWAYS)
    assert text.pieces[5] == Piece(measure="yard.freed", since=Since.YEAR, unit="公顷")


def test_tables_name_their_measures_their_rows_and_their_columns(monthly: Report) -> None:
    numbers, groups, rows = monthly.blocks[2:]
    assert [piece.measure for piece in numbers.measures] == ["yard.freed", "yard.share"]
    assert numbers.since == (Since.PERIOD, Since.ALWAYS)
    assert (groups.kind, groups.only) == (BlockKind.GROUPS, ("county",))
    assert (rows.over, rows.dated, rows.order) == ("yard.clear", "交回日期", "-清出面积")
    assert rows.columns == (Column("场名"), Column("清出面积", "公顷"), Column("交回日期"))
    assert rows.where is not None
    assert rows.where.formula == parse("清出面积 >= 1")


def test_a_document_is_over_the_facts_of_a_case(notice: Document) -> None:
    assert (notice.procedure, notice.from_step, notice.formal) == ("yard.clear", "agree", True)
    assert [piece.field for piece in notice.title if piece.field] == ["场名"]
    assert notice.to == (Piece(field="使用企业"), Piece(words="："))
    assert notice.signed_by == ((Piece(field="主办单位"),),)
    text = notice.blocks[0].pieces
    assert text[3] == Piece(field="堆场面积", unit="公顷")
    assert text[5].value is not None
    assert text[5].value.unit == "亩"
    assert notice.blocks[1].columns[1] == Column("堆场面积", "公顷")


def problems_of(**files: str) -> list[str]:
    """What is said of a yard with these files; its ledger, procedure and measures are the good ones."""
    names = ("ledger.yaml", "procedure.yaml", "measures.yaml")
    good = {name: text for name, text in read_folder(FORMAT_1 / "yard").items() if name in names}
    with pytest.raises(BadMechanism) as bad:
        load_mechanism(
            {"mechanism.yaml": HEAD, **good, **{f"{name}.yaml": text for name, text in files.items()}}, county()
        )
    return [str(problem) for problem in bad.value.problems]


def report(blocks: str) -> str:
    head = "label: 甲, title: 乙, every: month, audiences: {county: 县}"
    return f"format: 1\nreports:\n  r: {{{head}, blocks: [{blocks}]}}\n"


def document(blocks: str, more: str = "") -> str:
    return f"format: 1\ndocuments:\n  d: {{label: 甲, title: 乙, procedure: clear, blocks: [{blocks}]{more}}}\n"


@pytest.mark.parametrize(
    ("block", "sentence", "suggestion"),
    [
        ("text: '共{fred}亩'", "没有“fred”这个指标", "freed"),
        ("text: '共{yard.fred}亩'", "没有“yard.fred”这个指标", "freed"),
        ("text: '共{stor.kept}亩'", "要用机制“stor”", "store"),
        ("text: '{期间底}'", "“期间底”不是指标的名字", "期间"),
        ("text: '{freed@本月}'", "不认识“@本月”", "本期"),
        ("text: '{freed|万元}'", "“freed”的单位是“亩”，不能写成“万元”", ""),
        ("text: '{freed|工顷}'", "不认识单位“工顷”", "公顷"),
        ("text: '共{freed'", "花括号没有成对", ""),
        ("text: '共freed}'", "花括号没有成对", ""),
        ("text: [甲]", "这里应当是一段文字", ""),
        ("numbers: [freed@本年], since: [本期]", "后面就不写 @", ""),
        ("numbers: [freed], since: [今年]", "不认识“今年”", "本年"),
        ("groups: freed", "“清出场地”没有写 group", ""),
        ("text: 甲, heading: 乙", "一块只写一种内容", ""),
        ("text: 甲, only: [county_2]", "没有“county_2”这种对象", "county"),
        ("facts: [场名]", "“facts”只能写在文书里", ""),
        ("rows: {over: clean, columns: [场名]}", "没有“clean”这个台账", "clear"),
        ("rows: {over: clear, columns: [场地]}", "没有叫“场地”的字段", ""),
        ("rows: {over: clear, columns: [清出面积|万元]}", "换算不了", ""),
        ("rows: {over: clear, columns: [场名], dated: 清出面积}", "没有叫“清出面积”的日期字段", ""),
        ("rows: {over: clear, columns: [场名], order: -清出面机}", "没有叫“-清出面机”的字段", "清出面积"),
        ("rows: {over: clear, columns: [场名], where: 清出面积}", "这里应当是条件", ""),
    ],
)
def test_what_is_wrong_in_a_report_is_told(block: str, sentence: str, suggestion: str) -> None:
    (problem, *_) = problems_of(reports=report(f"{{{block}}}"))
    assert problem.startswith("reports.yaml:3:")
    assert sentence in problem
    assert not suggestion or f"“{suggestion}”" in problem.partition("是不是")[2]


@pytest.mark.parametrize(
    ("block", "sentence", "suggestion"),
    [
        ("text: '{场明}'", "没有叫“场明”的字段", "场名"),
        ("text: '{freed}'", "没有叫“freed”的字段", ""),
        ("text: '{=堆场面积 + 场名}'", "公式“堆场面积 + 场名”", ""),
        ("text: '{=堆场面机}'", "堆场面机", "堆场面积"),
        ("text: '{堆场面积|大写}'", "不能写成“大写”", ""),
        ("text: '{=堆场面积 * 2|万元}'", "不能写成“万元”", ""),
        ("facts: [场明]", "没有叫“场明”的字段", "场名"),
        ("numbers: [freed]", "“numbers”只能写在报告里", ""),
        ("text: 甲, only: [county]", "没有“county”这种对象", ""),
    ],
)
def test_what_is_wrong_in_a_document_is_told(block: str, sentence: str, suggestion: str) -> None:
    (problem, *_) = problems_of(documents=document(f"{{{block}}}"))
    assert problem.startswith("documents.yaml:3:")
    assert sentence in problem
    assert not suggestion or f"“{suggestion}”" in problem.partition("是不是")[2]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (", formal: true", "写了 formal 就要写 signed_by"),
        (", from_step: agreed", "没有“agreed”这一步。是不是 “agree”？"),
        (", signed_by: ['{丙方}']", "没有叫“丙方”的字段"),
    ],
)
def test_what_is_wrong_around_a_document_is_told(more: str, sentence: str) -> None:
    assert any(sentence in problem for problem in problems_of(documents=document("{text: 甲}", more)))


def test_a_document_belongs_to_the_mechanism_of_its_procedure() -> None:
    text = document("{text: '{名称}'}").replace("procedure: clear", "procedure: store.keep")
    assert any("在同一个机制里" in problem for problem in problems_of(documents=text))


def test_a_placeholder_is_told_at_its_own_column() -> None:
    text = report("{text: '共{fred}亩'}")
    (problem,) = problems_of(reports=text)
    assert problem.startswith(f"reports.yaml:3:{text.splitlines()[2].index('fred') + 1}：")


def test_the_units_of_an_audience_must_measure_the_same() -> None:
    text = report("{text: 甲}").replace("{county: 县}", "{county: {label: 县, units: {亩: 万元}}}")
    assert any("“亩”换算不了“万元”" in problem for problem in problems_of(reports=text))
