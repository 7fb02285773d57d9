"""Every story of the county's mechanisms, played through the actions that the doors use."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, SETUP

from tenglong.playbooks import find_folders, load_folders
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import county
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows
from tenglong.reports import say

FOLDERS = find_folders(settings.MECHANISMS_ROOT)
FILES = sorted(settings.MECHANISMS_ROOT.glob("*/stories/*.yaml"))
STORIES = [file.relative_to(settings.MECHANISMS_ROOT).as_posix() for file in FILES]


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.django_db
def test_a_story_comes_out_as_it_says(name: str):
    add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE)
    mechanisms = load_folders(FOLDERS, county({})).mechanisms
    install_folders(folders=FOLDERS, by=SETUP, at=DAY_ONE)
    key, _, file = name.split("/")
    story = next(story for story in mechanisms[key].stories if story.key == file.removesuffix(".yaml"))
    played = play(story, cast(story, by=SETUP, at=DAY_ONE), draw=say)
    wrong = [f"{name}:{one.event.line} {one.words}" for one in played if not one.ok]
    assert wrong == []
