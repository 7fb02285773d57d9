"""Folders that do not load: every problem at once, in the author's words, at its place."""

from pathlib import Path

import pytest

from tenglong.playbooks import BadMechanism, load_folders, load_mechanism, load_roles, read_folder
from tenglong.playbooks.read import TEXT_LIMIT
from tenglong.playbooks.text import FILE_LIMIT

from .county import FORMAT_1, HERE, county

FOLDERS = sorted((HERE / "bad").iterdir())


def problems_of(files: dict[str, str]) -> list[str]:
    with pytest.raises(BadMechanism) as bad:
        load_mechanism(files, county())
    return [str(problem) for problem in bad.value.problems]


def changed(**files: str) -> dict[str, str]:
    """The good folder `yard` with other texts, without its stories and what is drawn from it."""
    drawn = ("stories/", "reports.", "documents.")
    good = {name: text for name, text in read_folder(FORMAT_1 / "yard").items() if not name.startswith(drawn)}
    return good | {f"{name}.yaml": text for name, text in files.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_problem_is_told_at_its_place(folder: Path) -> None:
    """`expected.txt` beside the files has the sentences. Files that are not there are those of the good folder."""
    base = read_folder(FORMAT_1 / "yard")
    files = {name: base[name] for name in ("mechanism.yaml", "ledger.yaml")} | read_folder(folder)
    assert problems_of(files) == (folder / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_a_mechanism_that_is_not_there_is_waited_for() -> None:
    files = changed(procedure=(HERE / "bad" / "missing-mechanism" / "procedure.yaml").read_text(encoding="utf-8"))
    with pytest.raises(BadMechanism) as bad:
        load_mechanism(files, county())
    assert bad.value.waits_for == {"stor"}


def test_two_that_wait_for_each_other_are_both_bad(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "mechanism.yaml").write_text(f"format: 1\nkey: {name}\ntitle: 甲\nstation: 整治\n", encoding="utf-8")
        (folder / "measures.yaml").write_text(
            "format: 1\nmeasures:\n  all: {label: 甲, unit: 件, digits: 0, terms: {数: {over: "
            + other
            + ".x, count: true}}}\n",
            encoding="utf-8",
        )
    loaded = load_folders({"one": tmp_path / "one", "two": tmp_path / "two"}, county())
    assert set(loaded.bad) == {"one", "two"}


def test_without_a_head_there_is_no_mechanism(tmp_path: Path) -> None:
    assert problems_of({"ledger.yaml": "format: 1\n"}) == [
        "mechanism.yaml:1:1：没有 mechanism.yaml：写明 format、key、title 和 station。"
    ]
    with pytest.raises(BadMechanism, match=r"没有 mechanism\.yaml"):
        read_folder(tmp_path)


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "mechanism.yaml").write_bytes("title: 堆场".encode("gb18030"))
    assert problems_of(read_folder(tmp_path)) == ["mechanism.yaml:1:1：文件里有不成字的编码，请存为 UTF-8。"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title: " + "甲" * FILE_LIMIT, "文件超过 512 千字，请拆开。"),
        (f"format: 1\nkey: yard\ntitle: {'甲' * (TEXT_LIMIT + 1)}\nstation: 整治\n", "“title”超过 4000 字。"),
        ("a: " + "[" * 40, "嵌套超过 24 层。"),
        ("a: !!python/name:os.system x", "不能用 ! 标记；文字以它开头时请加引号。"),
        ("a: 1\n---\nb: 2", "一个文件里只能有一份内容，不能用 --- 分成几份。"),
        ("<<: {a: 1}", "这里不能写“<<”。"),
        ("[1]: 2", "冒号前面应当是一个名称；花括号、方括号开头的文字请加引号。"),
        ("", "文件的最外层应当是“名称: 内容”，例如 format: 1。"),
        ("a: b: c", "这一行有两个冒号，或上一行没有写完；带冒号的文字请加引号。"),
        ("a: '甲", "引号或括号没有成对。"),
        ("a:\n  b: 1\n c: 2", "缩进没有对齐，请与上一行同级的内容对齐。"),
        ("a: \x01", "有看不见的控制字符，请删去。"),
    ],
)
def test_only_plain_yaml_of_a_sensible_size_is_read(text: str, sentence: str) -> None:
    assert any(sentence in problem for problem in problems_of(changed(mechanism=text)))


def test_a_formula_problem_stands_at_its_own_column() -> None:
    text = """format: 1
measures:
  freed: {label: 甲, unit: 亩, digits: 1, terms: {清出: {over: clear, sum: "清出面积 + 清出面机"}}}
"""
    (problem,) = problems_of(changed(measures=text))
    column = text.splitlines()[2].index("清出面机") + 1
    assert problem.startswith(f"measures.yaml:3:{column}：")
    assert "是不是 “清出面积”？" in problem


def test_roles_are_checked_all_at_once() -> None:
    with pytest.raises(BadMechanism) as bad:
        load_roles("format: 1\nroles:\n  officer: {sees: regions, may: [instal]}\n  Boss: {label: 甲, sees: none}\n")
    assert [problem.line for problem in bad.value.problems] == [3, 3, 3, 4]
    assert "是不是 “install”？" in str(bad.value)
