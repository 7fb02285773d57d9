"""What the documents promise is there: the files they point to, and the mechanism of the guide loads."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tenglong.playbooks import County, load_confidences, load_mechanism, load_roles
from tenglong.records.registry.kinds import KINDS

CHECKOUT = Path(__file__).parents[2]
PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
LONGEST_DECISION = 40  # lines
LARGEST_PICTURE = 250_000  # bytes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_of_a_page_leads_somewhere(page: Path):
    links = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
    near = [link for link in links if link and "://" not in link]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_pictures_are_shown_and_small():
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((CHECKOUT / "docs" / "images").glob("*.png"))
    assert [one.name for one in pictures if f"images/{one.name}" not in shown] == []
    assert [one.name for one in pictures if one.stat().st_size > LARGEST_PICTURE] == []


def test_both_readmes_show_the_same_pictures():
    english, chinese = (
        {link for link in LINK.findall((CHECKOUT / name).read_text(encoding="utf-8")) if link.endswith(".png")}
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
    assert {"today", "plot", "number"} <= {Path(link).stem for link in english}


def test_decisions_are_short():
    lengths = {
        page.name: len(page.read_text(encoding="utf-8").splitlines()) for page in PAGES if "decisions" in str(page)
    }
    assert {name: length for name, length in lengths.items() if length >= LONGEST_DECISION} == {}


def test_the_mechanism_of_the_guide_loads():
    text = (CHECKOUT / "docs" / "guides" / "write-a-mechanism.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"`(?:mechanisms/drainage/)?(\w+\.yaml)`\n\n```yaml\n(.*?)```", text, re.DOTALL))
    text = (settings.MECHANISMS_ROOT / "roles.yaml").read_text(encoding="utf-8")
    roles, confidences = load_roles(text), load_confidences(text)
    mechanism = load_mechanism(files, County(roles, KINDS, confidences=confidences))
    assert {step.label for step in mechanism.procedures["drainage.grant"].steps} == {"现场勘察", "发证"}
    assert set(mechanism.measures) == {"drainage.issued"}
    assert all(yaml.safe_load(part) for part in files.values())
