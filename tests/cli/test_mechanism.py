"""`tenglong mechanism new | export`: a folder to begin from, and the installed one back as a folder."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from tests.people import DAY_ONE

from tenglong.cli.main import main
from tenglong.playbooks import read_folder
from tenglong.playbooks.write import canonical
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.queries import get_version, list_stories
from tenglong.records.people.rights import Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows

TELLER = Program("故事")
pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    """A county's folder with nothing but the roles."""
    shutil.copy(settings.MECHANISMS_ROOT / "roles.yaml", tmp_path)
    settings.MECHANISMS_ROOT = tmp_path
    return tmp_path


def test_a_new_mechanism_checks_installs_and_plays_as_it_stands(root: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["mechanism", "new", "safety"]) == 0
    assert main(["check", str(root / "safety")]) == 0
    assert main(["mechanism", "install"]) == 0
    assert "safety：已安装第 1 版" in capsys.readouterr().out
    add_regions(rows=seed_rows(), by=TELLER, at=DAY_ONE)
    ((_, story),) = list_stories()
    played = list(play(story, cast(story, by=TELLER, at=DAY_ONE)))
    assert [one.words for one in played if not one.ok] == []
    assert len(played) == 7


def test_it_is_written_as_the_forms_would_write_it(root: Path):
    main(["mechanism", "new", "safety"])
    files = read_folder(root / "safety")
    assert {name: files[name] for name in ("ledger.yaml", "procedure.yaml", "measures.yaml")} == {
        name: canonical(files)[name] for name in ("ledger.yaml", "procedure.yaml", "measures.yaml")
    }


@pytest.mark.parametrize(
    ("key", "sentence"), [("Safety", "名字“Safety”要用小写英文字母开头"), ("../x", "名字“../x”要用小写英文字母开头")]
)
def test_a_bad_name_makes_nothing(root: Path, key: str, sentence: str, capsys: pytest.CaptureFixture[str]):
    assert main(["mechanism", "new", key]) == 2
    assert sentence in capsys.readouterr().err
    assert [path.name for path in root.iterdir()] == ["roles.yaml"]


@pytest.mark.usefixtures("root")
def test_what_is_there_is_not_overwritten(capsys: pytest.CaptureFixture[str]):
    assert main(["mechanism", "new", "safety"]) == 0
    assert main(["mechanism", "new", "safety"]) == 2
    assert "已经有了，不会覆盖" in capsys.readouterr().err


def test_an_installed_mechanism_comes_back_as_the_folder_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = Path(settings.MECHANISMS_ROOT) / "requests"
    main(["mechanism", "install", str(folder)])
    assert main(["mechanism", "export", "requests", "-o", str(tmp_path / "out" / "requests")]) == 0
    assert read_folder(tmp_path / "out" / "requests") == read_folder(folder) == get_version("requests").files
    assert main(["mechanism", "export", "requests", "--version", "7", "-o", str(tmp_path / "more")]) == 2
    assert "“requests”第 7 版没有安装过" in capsys.readouterr().err
