"""What the guide takes from the shipped mechanisms, shortened, still loads in their place."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tenglong.cli.mechanisms import load_around
from tenglong.playbooks import County, Mechanism, load_confidences, load_mechanism, load_roles
from tenglong.playbooks.load import read_folder
from tenglong.records.registry.kinds import KINDS

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "write-a-mechanism.md").read_text(encoding="utf-8")
TAKEN = re.compile(r"`mechanisms/(\w+)/(\w+\.yaml)`,? ?\w*:\n\n```yaml\n(.*?)```", re.DOTALL)
SHORTENED = {(mechanism, file): text for mechanism, file, text in TAKEN.findall(GUIDE)}


@pytest.fixture(scope="module")
def county() -> County:
    text = (settings.MECHANISMS_ROOT / "roles.yaml").read_text(encoding="utf-8")
    roles, confidences = load_roles(text), load_confidences(text)
    return County(roles, KINDS, load_around(settings.MECHANISMS_ROOT)[0].mechanisms, confidences=confidences)


def loaded(county: County, mechanism: str, file: str) -> Mechanism:
    """The shipped mechanism with the guide's text in place of that file, without its stories and its measures."""
    files = {
        name: text
        for name, text in read_folder(settings.MECHANISMS_ROOT / mechanism).items()
        if not name.startswith("stories/") and name != "measures.yaml"
    }
    others = {key: one for key, one in county.others.items() if key != mechanism}
    return load_mechanism({**files, file: SHORTENED[mechanism, file]}, replace(county, others=others))


def test_the_scorecard_and_the_match_of_the_guide_load(county: County) -> None:
    (scorecard,) = loaded(county, "evaluation", "scorecard.yaml").scorecards.values()
    assert [one.label for one in scorecard.indicators] == ["亩均税收"]
    (match,) = loaded(county, "inventory", "match.yaml").matches.values()
    assert [one.firm for one in match.hard] == [True, False]


def test_totals_and_lights_of_the_guide_are_those_of_the_projects() -> None:
    shown = [line.partition("   #")[0].strip() for line in SHORTENED["projects", "procedure.yaml"].splitlines()]
    there = (settings.MECHANISMS_ROOT / "projects" / "procedure.yaml").read_text(encoding="utf-8")
    assert shown
    assert [line for line in shown if line not in there] == []
