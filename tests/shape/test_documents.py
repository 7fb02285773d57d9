"""What ARCHITECTURE and GLOSSARY say of the code is so."""

import re
from pathlib import Path

import pytest
from django.apps import apps

import tenglong

ROOT = Path(tenglong.__file__).parents[2]
PACKAGE = ROOT / "src" / "tenglong"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def section(number: int) -> str:
    """One section of the architecture."""
    return ARCHITECTURE.partition(f"\n## {number}. ")[2].partition("\n## ")[0]


WALK = re.findall(r"`([\w/]+\.py)`(?: `(\w+)`)?", section(11))


@pytest.mark.parametrize(("file", "name"), WALK, ids=[f"{file}:{name}" for file, name in WALK])
def test_every_place_of_the_walk_is_there(file: str, name: str) -> None:
    assert (PACKAGE / file).is_file()
    assert not name or re.search(rf"^\s*def {name}\b", (PACKAGE / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_walk_passes_each_layer_once_on_the_way_in_and_once_on_the_way_out() -> None:
    entered, _, told = section(11).partition("*later, somebody opens 今日*")
    for half in (entered, told):
        layers = [file.partition("/")[0] for file in re.findall(r"^\| `([\w/]+)\.py`", half, re.MULTILINE)]
        inward = layers[: layers.index("core") + 1]
        assert inward == sorted(inward, key=("web", "records", "engines", "core").index)


def test_the_tree_names_every_package_and_nothing_else() -> None:
    drawn = re.findall(r"^[│ ├└─]*?(?:├── |└── )([\w/]+(?:\.py)?)", section(3), re.MULTILINE)
    drawn += re.findall(r"^│   (?:├|└)── \w+\.py (\w+\.py)", section(3), re.MULTILINE)
    there = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert there <= {name.rstrip("/") for name in drawn}
    for name in drawn:
        assert (PACKAGE / name).exists() or (PACKAGE / "core" / name).exists(), name
    parts = {path.name for path in (PACKAGE / "core").iterdir() if path.name[0] != "_" and path.name != "errors.py"}
    assert parts <= {name.rstrip("/") for name in drawn}


def test_every_app_of_the_records_stands_in_the_tree() -> None:
    apps_there = {path.parent.name for path in (PACKAGE / "records").glob("*/apps.py")}
    assert apps_there == {name for name in apps_there if re.search(rf"\b{name}\b", section(3))}


def test_every_table_has_its_word() -> None:
    words = set(re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE))
    known = {word.strip().lower().replace("-", " ") for cell in words for word in re.split(r"[,(]", cell)}
    tables = [model for model in apps.get_models() if ".records." in model.__module__]
    spoken = {re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower() for model in tables}
    assert spoken - known == set()
