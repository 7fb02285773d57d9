"""Whatever is done to the text of a good mechanism, it loads or says what is wrong; it never breaks."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.playbooks.county import FORMAT_1, ROLES, county

from tenglong.playbooks import BadMechanism, Problem, load_mechanism, load_roles, read_folder

COUNTY = county()
FILES = read_folder(FORMAT_1 / "yard")
PIECES = [
    *(
        "",
        " ",
        "\n",
        "  ",
        ":",
        ": ",
        "-",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "#",
        "&a",
        "*a",
        "!x",
        "|\n",
        ">\n",
    ),
    *("null", "~", "0", "-1", "9" * 30, "1e9", "true", "是", "№", "[]", "{}", "? ", "<<", "\x00", "\ud800", "\t"),
    *(
        "a.b",
        "yard.",
        ".clear",
        "yard.clear",
        "store.keep",
        "2023-02-30",
        "2023-13-01 25:00",
        "甲",
        "'甲' +",
        "((((",
        "分子",
    ),
]
WORDS = sorted({word for text in FILES.values() for word in text.replace(",", " ").split()})

cuts = st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.sampled_from(WORDS)))


def mutated(text: str, changes: list[tuple[float, int, str]]) -> str:
    for where, length, piece in changes:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    return text


def problems_of(load: Callable[[], object]) -> tuple[Problem, ...]:
    """What is wrong; nothing when it loads. BadMechanism always says something."""
    try:
        load()
    except BadMechanism as bad:
        return bad.problems or pytest.fail("nothing is said")
    return ()


def loads_or_says(files: dict[str, str]) -> None:
    for problem in problems_of(lambda: load_mechanism(files, COUNTY)):
        assert problem.file in files or problem.file == "mechanism.yaml"
        assert 1 <= problem.line <= len(files.get(problem.file, "").splitlines()) + 2
        assert problem.message.endswith(("。", "？"))


@settings(deadline=None)
@given(st.sampled_from(sorted(FILES)), st.lists(cuts, min_size=1, max_size=4))
def test_any_cut_loads_or_says_why(name: str, changes: list[tuple[float, int, str]]) -> None:
    loads_or_says(FILES | {name: mutated(FILES[name], changes)})


@settings(deadline=None)
@given(
    st.sampled_from(sorted(FILES)), st.sampled_from(WORDS), st.one_of(st.sampled_from(WORDS), st.sampled_from(PIECES))
)
def test_any_word_for_another_loads_or_says_why(name: str, one: str, other: str) -> None:
    loads_or_says(FILES | {name: FILES[name].replace(one, other)})


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from(sorted(FILES))))
def test_any_file_may_be_missing(names: set[str]) -> None:
    loads_or_says({name: text for name, text in FILES.items() if name not in names})


@settings(deadline=None)
@given(st.lists(cuts, min_size=1, max_size=3))
def test_any_cut_in_the_roles_loads_or_says_why(changes: list[tuple[float, int, str]]) -> None:
    problems_of(lambda: load_roles(mutated(ROLES, changes)))


def test_the_good_folder_is_good() -> None:
    assert problems_of(lambda: load_mechanism(FILES, COUNTY)) == ()
