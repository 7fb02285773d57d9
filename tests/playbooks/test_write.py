"""Files that say the same become the same text, and are read back as what they were."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tenglong.playbooks import find_folders, load_mechanism, read_folder
from tenglong.playbooks.problems import BadMechanism, Problem
from tenglong.playbooks.sections import HELD, NAMED, words_of
from tenglong.playbooks.text import Mapping, Node, Place, Scalar, Sequence, read_text
from tenglong.playbooks.vocabulary import SECTIONS
from tenglong.playbooks.write import canonical, dump

from .county import FORMAT_1, county

FOLDERS = find_folders(settings.MECHANISMS_ROOT)
NOWHERE = Place("", 1, 1, "")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30) | st.sampled_from(
    [
        "yes",
        "~",
        "null",
        "0330802",
        "1_000",
        "2023-01-31",
        "a: b",
        "# x",
        "[a",
        "- a",
        "%",
        "&a",
        "&",
        "=",
        "<<",
        "!b",
        "第一行\n第二行",
        " a ",
    ]
)
NAMES = st.text("甲乙丙ab_ .:#-", min_size=1, max_size=12)


def content(node: Node) -> object:
    """What a node says, wherever it stands."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [content(item) for item in node.items]
    return {name: content(entry) for name, entry in node.entries.items()}


def read(name: str, text: str) -> Mapping:
    problems: list[Problem] = []
    root = read_text(name, text, problems)
    assert problems == []
    assert root is not None
    return root


def mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(NOWHERE, dict(entries), dict.fromkeys(entries, NOWHERE))


SCALARS = TEXTS.map(lambda text: Scalar(NOWHERE, text, True))
NODES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: Sequence(NOWHERE, items))
        | st.dictionaries(NAMES, inner, max_size=4).map(mapping)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(NAMES, NODES, min_size=1, max_size=4).map(mapping),
    st.sampled_from(["ledger.yaml", "procedure.yaml"]),
)
def test_whatever_is_written_is_read_back(root: Mapping, file: str):
    text = dump(file, root)
    again = read(file, text)
    assert content(again) == content(root)
    assert dump(file, again) == text


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_a_shipped_mechanism_says_the_same_in_its_canonical_text(folder: Path):
    files = read_folder(folder)
    written = canonical(files)
    assert {name: content(read(name, text)) for name, text in written.items()} == {
        name: content(read(name, text)) for name, text in files.items()
    }
    assert canonical(written) == written


FLOW = """{ledgers: {permit: {fields: {'no': {listed: true, label: '号'}}, title: "no", label: 证}}, format: 1}"""
BLOCK = """# ours
format: 1
ledgers:
  permit:
    label: 证
    title: 'no'
    fields:
      no: {label: 号, listed: true}
"""


def test_words_quotes_and_layout_do_not_matter():
    assert canonical({"ledger.yaml": FLOW}) == canonical({"ledger.yaml": BLOCK})
    assert canonical({"ledger.yaml": BLOCK})["ledger.yaml"] == BLOCK.removeprefix("# ours\n").replace(" no:", " 'no':")


def test_the_order_of_steps_is_the_authors():
    text = "format: 1\nprocedures: {p: {steps: {b: {label: 乙}, a: {label: 甲}}}}\n"
    written = canonical({"procedure.yaml": text})["procedure.yaml"]
    assert written.index("b:") < written.index("a:")


def test_the_canonical_text_makes_the_same_mechanism():
    files = read_folder(FORMAT_1 / "yard")
    made, again = (load_mechanism(texts, county()) for texts in (files, canonical(files)))
    assert replace(made, stories=()) == replace(again, stories=())
    assert [story.title for story in made.stories] == [story.title for story in again.stories]


def test_what_is_no_yaml_is_refused():
    with pytest.raises(BadMechanism, match="这里读不懂"):
        canonical({"ledger.yaml": "a:\n  b: 1\n c: 2\n"})


def test_every_word_that_holds_a_section_is_a_word():
    for table in (NAMED, HELD):
        for section, words in table.items():
            if section in SECTIONS:
                assert set(words) <= set(words_of(section)), section
