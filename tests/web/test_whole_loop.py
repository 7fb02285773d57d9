"""One plot the whole way round on one page: the story of the whole loop, played, then looked at on any day."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import DAY_ONE, SETUP

from tenglong.playbooks import find_folders
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_stories

PLOT = "330802-101-0504"
MOST_QUERIES = 30


@pytest.fixture
def officer(people, client):
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    story = next(one for _, one in list_stories() if "走完一圈" in one.title)
    for _ in play(story, cast(story, by=SETUP, at=DAY_ONE)):
        pass
    client.force_login(people.officer)
    return client


def stages(shown: str) -> dict[str, str]:
    line = re.search(r'id="stages".*?</ol>', shown, re.DOTALL)
    return dict(re.findall(r"<h3>(.*?)</h3>(.*?)</li>", line[0], re.DOTALL))


def test_every_stage_has_its_case_or_row_on_one_small_page(officer):
    address = reverse("plot", args=[PLOT])
    officer.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = officer.get(address)
    assert len(queries) <= MOST_QUERIES
    assert len(answer.content) < 100_000
    shown = stages(answer.content.decode())
    assert [label for label, words in shown.items() if "还没有" in words] == []
    for label, words in {
        "列入清单": "低效", "整治": "收储", "空间家底": "盘活", "需求匹配": "客商需求", "招商": "招引",
        "审批": "拿地即开工", "建设": "项目推进", "投产": "投产", "年度产出": "2025 年",
    }.items():  # fmt: skip
        assert words in shown[label], label
    assert "由 2023-" in shown["审批"]
    assert "由 2023-" in shown["建设"]


def test_on_a_day_half_way_what_comes_later_is_not_there_yet(officer):
    answer = officer.get(reverse("plot-day", args=[PLOT]), {"on": "2023-06-10"}, headers={"HX-Request": "true"})
    shown = stages(answer.content.decode())
    assert [label for label, words in shown.items() if "还没有" in words] == ["建设", "投产"]
    assert "研判准入" in shown["招商"]
    assert "研判准入（招引）" in shown["审批"]  # no permit yet, but a step on the way to one
    assert "拿地即开工" not in shown["审批"]
