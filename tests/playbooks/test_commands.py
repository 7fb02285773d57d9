"""`tenglong check` and `tenglong screens`, and that every mechanism the county ships is good."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tenglong.cli.main import main

BAD_MEASURE = (
    "format: 1\nmeasures:\n  freed: {label: 甲, unit: 亩, digits: 1, terms: {数: {over: nothing, count: true}}}\n"
)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The county's mechanisms with one measure of the inventory broken."""
    root = tmp_path / "mechanisms"
    shutil.copytree(settings.MECHANISMS_ROOT, root)
    shutil.rmtree(root / "inventory" / "stories")
    (root / "inventory" / "measures.yaml").write_text(BAD_MEASURE, encoding="utf-8")
    return root


def test_every_mechanism_the_county_ships_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, capsys.readouterr().err
    assert "高耗低效整治" in capsys.readouterr().out


def test_problems_are_sentences_with_places_and_exit_code_2(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken)]) == 2
    printed = capsys.readouterr()
    assert "inventory/measures.yaml:3:59：没有“nothing”这个台账、办理流程或评价。" in printed.err
    assert printed.out == ""


def test_problems_for_machines(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken / "inventory"), "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["place"] == "inventory/measures.yaml:3:59"
    assert problem["path"] == "measures.freed.terms.数.over"


def test_one_mechanism_is_checked_among_its_neighbours(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken / "requests")]) == 0
    assert "企呼我应" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["check", "nowhere"], "nowhere 不是文件夹"),
        (["check", "tests"], "tests 里没有机制"),
        (["screens", "nothing"], "没有“nothing”这个机制"),
    ],
)
def test_bad_input_is_a_sentence(argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert sentence in capsys.readouterr().err


def test_screens_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screens", "inventory"]) == 0
    assert "/m/inventory/revive/{number}/" in capsys.readouterr().out
    assert main(["screens", "inventory", "--json"]) == 0
    kinds = {row["kind"] for row in json.loads(capsys.readouterr().out)}
    assert kinds == {"list", "board", "case", "new", "number", "match", "pair"}
