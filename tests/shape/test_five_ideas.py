"""A mechanism is YAML and nothing else, and `docs/explain/five-ideas.md` says truly which ideas each one uses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tenglong.cli.mechanisms import load_around
from tenglong.core.formula import Checked
from tenglong.playbooks import Mechanism

PAGE = (Path(__file__).parents[2] / "docs" / "explain" / "five-ideas.md").read_text(encoding="utf-8")
IDEAS = ("formula", "ledger", "procedure", "scorecard", "measure", "match", "reports", "documents", "collection")
FOLDERS = sorted(folder.name for folder in settings.MECHANISMS_ROOT.iterdir() if folder.is_dir())


@pytest.fixture(scope="module")
def mechanisms() -> Mapping[str, Mechanism]:
    return load_around(settings.MECHANISMS_ROOT)[0].mechanisms


def ticked() -> dict[str, set[str]]:
    """The table at the head of the page: which ideas are ticked, by mechanism."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    head, _, *body = rows
    assert tuple(head[1:]) == IDEAS
    named = {name.strip("`").partition("`")[0]: marks for name, *marks in body}
    return {name: {idea for idea, mark in zip(IDEAS, marks, strict=True) if mark} for name, marks in named.items()}


def formulas(part: object) -> Iterator[Checked]:
    """Every checked formula in a part of a mechanism, however deep."""
    if isinstance(part, Checked):
        yield part
    elif isinstance(part, Mapping):
        yield from (one for value in part.values() for one in formulas(value))
    elif isinstance(part, tuple | list):
        yield from (one for value in part for one in formulas(value))
    elif is_dataclass(part):
        yield from (one for field in fields(part) for one in formulas(getattr(part, field.name)))


def used(mechanism: Mechanism) -> set[str]:
    """The ideas that a loaded mechanism uses; its stories are examples and do not count."""
    declared = {
        "ledger": mechanism.ledgers,
        "procedure": mechanism.procedures,
        "scorecard": mechanism.scorecards,
        "measure": mechanism.measures,
        "match": mechanism.matches,
        "reports": mechanism.reports,
        "documents": mechanism.documents,
        "collection": mechanism.collections,
    }
    written = any(True for part in declared.values() for _ in formulas(part))
    return {idea for idea, parts in declared.items() if parts} | ({"formula"} if written else set())


def test_a_mechanism_is_yaml_and_nothing_else() -> None:
    files = [file for file in settings.MECHANISMS_ROOT.rglob("*") if file.is_file()]
    assert [str(file) for file in files if file.suffix != ".yaml"] == []
    assert FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_the_table_ticks_exactly_what_the_files_use(name: str, mechanisms: Mapping[str, Mechanism]) -> None:
    assert ticked()[name] == used(mechanisms[name])


def test_every_mechanism_has_its_row_and_its_section_in_the_same_order() -> None:
    sections = re.findall(r"^## `(\w+)` (\S+)$", PAGE, re.MULTILINE)
    assert sorted(ticked()) == FOLDERS
    assert [name for name, _ in sections] == list(ticked())


def test_every_section_bears_the_title_of_its_mechanism(mechanisms: Mapping[str, Mechanism]) -> None:
    sections = dict(re.findall(r"^## `(\w+)` (\S+)$", PAGE, re.MULTILINE))
    assert sections == {name: mechanism.title for name, mechanism in mechanisms.items()}
