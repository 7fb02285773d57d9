"""Every screen that is planned is drawn at its address."""

from django.conf import settings
from django.urls import resolve

from tenglong.cli.mechanisms import load_around
from tenglong.cli.screens import KINDS
from tenglong.playbooks import screens_of

VIEWS = {  # the name of the address by the kind of screen
    "list": "cases",
    "board": "board",
    "case": "case",
    "new": "new",
    "number": "number",
    "score": "scorecard",
    "match": "match",
    "pair": "pair",
    "report": "report",
}
HOLES = ("{number}", "{left}", "{right}")


def test_every_planned_screen_has_its_view() -> None:
    loaded, names = load_around(settings.MECHANISMS_ROOT)
    assert len(loaded.mechanisms) == len(names) >= 4
    for mechanism in loaded.mechanisms.values():
        for screen in screens_of(mechanism):
            path = screen.path
            for hole in HOLES:
                path = path.replace(hole, "2022-0001")
            found = resolve(path)
            assert found.url_name == VIEWS[screen.kind], screen.path


def test_every_kind_of_screen_has_its_word() -> None:
    assert KINDS.keys() == VIEWS.keys()
