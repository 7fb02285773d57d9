"""The examples of the guide load beside the county's own mechanisms."""

import re
from dataclasses import replace

import pytest
from django.conf import settings

from tenglong.playbooks import find_folders, load_folders, load_mechanism, read_folder
from tenglong.records.mechanisms.queries import county

GUIDE = settings.MECHANISMS_ROOT.parent / "docs" / "guides" / "reports.md"


@pytest.mark.django_db
def test_the_examples_of_the_guide_load():
    reports, documents = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    around = replace(county({}), others=load_folders(find_folders(settings.MECHANISMS_ROOT), county({})).mechanisms)
    head = {"mechanism.yaml": "format: 1\nkey: guide\ntitle: 报告\nstation: 评价\n"}
    guide = load_mechanism({**head, "reports.yaml": reports}, around)
    assert len(guide.reports["guide.monthly"].blocks) == 6
    cleanup = read_folder(settings.MECHANISMS_ROOT / "cleanup")
    apart = {name: text for name, text in cleanup.items() if not name.startswith("stories/")}
    assert set(load_mechanism({**apart, "documents.yaml": documents}, around).documents) == {"cleanup.agreement"}
