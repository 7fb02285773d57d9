"""Who comes in where: every address of the program, asked by every named person and by nobody."""

from itertools import product

import pytest
from django.urls import URLPattern, get_resolver, reverse
from tests.api.clients import key_for
from tests.people import DAY_ONE, ROLES
from tests.records.links.rolls import TAX, take
from tests.records.trial import moment
from tests.rounds import COLLECTION, frozen_round, number_of, settle_towns
from tests.web import scored
from tests.web.county import FIRM_CODE, PLOT
from tests.web.projects import settle_projects
from tests.web.spaces import settle_spaces

from tenglong.records.audit.queries import newest_ids
from tenglong.records.handovers.actions import offer_handover
from tenglong.records.rounds.actions import open_round

HAS_IMPORT = {"officer", "clerk", "administrator", "neighbour"}
HAS_REGISTER = {"officer", "clerk", "administrator"}  # where the firms of the tests are
HAS_SCORE = {"officer", "administrator", "neighbour"}
HAS_UNDO = {"officer", "administrator", "neighbour"}
HAS_ATTACH = {"officer", "clerk", "reviewer", "tax_reviewer", "administrator", "enterprise", "neighbour"}
HAS_AUDIT = {"auditor", "administrator"}
INSIDERS = {"officer", "clerk", "leader", "supervisor", "auditor", "administrator"}  # who see the whole area
OPENERS = {"officer", "neighbour"}  # a new buy-back; where it lies is asked when it is sent
HAS_OPEN = INSIDERS | {"reviewer", "tax_reviewer", "neighbour"}  # who may open numbers, and draw what they are in
EVERYBODY = set(ROLES)
COUNTY_WIDE = INSIDERS - {"clerk"}  # who see the whole county

# name of the address: its arguments, and who finds it with GET. The rest are refused in a sentence.
GETS = {
    "home": ((), EVERYBODY),
    "sign-in": ((), EVERYBODY),
    "code": ((), EVERYBODY),
    "elsewhere-back": ((), EVERYBODY),
    "keys": ((), EVERYBODY),
    "key": (("key",), {"officer", "administrator"}),
    "handovers": ((), EVERYBODY),
    "handover-new": ((), HAS_OPEN),
    "handover": (("handover",), {"officer", "clerk", "administrator"}),
    "people": ((), {"administrator"}),
    "people-table": ((), HAS_AUDIT),
    "people-roles": ((), {"administrator"}),
    "people-units": ((), {"administrator"}),
    "person": (("wangmin",), {"administrator"}),
    "person-new": ((), {"administrator"}),
    "me": ((), EVERYBODY),
    "password": ((), EVERYBODY),
    "second-factor": ((), EVERYBODY),
    "today": ((), EVERYBODY),
    "waiting": ((), EVERYBODY),
    "search": ((), EVERYBODY),
    "suggest": ((), EVERYBODY),
    "options": (("enterprise",), EVERYBODY),
    "enterprises": ((), EVERYBODY),
    "enterprise": ((FIRM_CODE,), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "plots": ((), EVERYBODY),
    "plot": ((PLOT,), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "building": ((f"{PLOT}-1",), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "plot-day": ((PLOT,), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "use": ((PLOT,), {"officer", "clerk", "administrator"}),
    "draw": ((PLOT,), {"officer", "clerk", "administrator"}),
    "split": ((PLOT,), {"officer", "clerk", "administrator"}),
    "merge": ((PLOT,), {"officer", "clerk", "administrator"}),
    "map": ((), EVERYBODY),
    "near": ((), EVERYBODY),
    "offers": ((), EVERYBODY),
    "tile": ((0, 0, 0), EVERYBODY),
    "field": ((), EVERYBODY),
    "field-worker": ((), EVERYBODY),
    "field-session": ((), EVERYBODY),
    "field-entry": (("buyback", "talks"), {"officer"}),
    "projects": ((), EVERYBODY),
    "project": (("project",), INSIDERS | {"reviewer", "enterprise"}),
    "file": (("photo",), INSIDERS | {"reviewer", "tax_reviewer"}),
    "changes": ((), HAS_AUDIT),
    "change-set": (("change_set",), HAS_AUDIT),
    "history-export": ((), HAS_AUDIT),
    "readings": ((), HAS_AUDIT),
    "row-history": (("enterprise", FIRM_CODE), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "registers": ((), EVERYBODY),
    "register": (("enterprise",), EVERYBODY),
    "register-new": (("enterprise",), HAS_REGISTER | {"neighbour"}),
    "register-export": (("enterprise",), EVERYBODY),
    "register-map": (("parcel",), EVERYBODY),
    "register-card": (("enterprise", FIRM_CODE), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "register-edit": (("enterprise", FIRM_CODE), HAS_REGISTER),
    "register-merge": (("enterprise", FIRM_CODE), HAS_REGISTER),
    "operations": ((), {"administrator"}),
    "backup": (("none.tar",), set()),
    "imports": ((), HAS_IMPORT),
    "batch": (("batch",), {"officer", "administrator"}),
    "batch-progress": (("batch",), {"officer", "administrator"}),
    "marked": (("batch",), {"officer", "administrator"}),
    "rolls": ((), HAS_IMPORT),
    "roll": (("roll",), {"officer", "administrator"}),
    "desk": ((), HAS_IMPORT),
    "merges": ((), HAS_REGISTER | {"neighbour"}),
    "mechanisms": ((), {"administrator"}),
    "edit": (("requests",), {"administrator"}),
    "folder": (("requests",), {"administrator"}),
    "scores": ((), EVERYBODY),
    "scorecard": (("evaluation", "above_scale"), EVERYBODY),
    "run": (("run",), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "corrections": (("run",), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "score": (("run", FIRM_CODE), INSIDERS | {"reviewer", "tax_reviewer", "enterprise"}),
    "shortlist": (("run", "inefficient"), {"officer"}),
    "rounds": ((), EVERYBODY),
    "round": (("round",), COUNTY_WIDE),
    "round-progress": (("round",), COUNTY_WIDE),
    "round-table": (("round", "county"), COUNTY_WIDE),
    "round-workbook": (("round", "county"), COUNTY_WIDE),
    "round-scopes": (("round",), COUNTY_WIDE),
    "round-frozen": (("round", 1), COUNTY_WIDE),
    "answer-sheet": (("answer",), {"clerk"}),
    "numbers": ((), EVERYBODY),
    "growth": ((), EVERYBODY),
    "number": (("cleanup", "freed"), EVERYBODY),
    "reports": ((), HAS_OPEN),
    "report": (("briefing", "monthly"), HAS_OPEN),
    "report-word": (("briefing", "monthly"), HAS_OPEN),
    "report-workbook": (("briefing", "monthly"), HAS_OPEN),
    "document": (("buyback", "invitation"), INSIDERS | {"reviewer"}),
    "match": (("inventory", "space"), EVERYBODY - {"investor", "stranger"}),
    "pair": (("inventory", "space", "plant", "firm"), INSIDERS | {"enterprise"}),
    "cases": (("cleanup", "buyback"), EVERYBODY),
    "board": (("cleanup", "buyback"), EVERYBODY),
    "new": (("cleanup", "buyback"), OPENERS),
    "case": (("cleanup", "buyback", "buyback"), INSIDERS | {"reviewer", "enterprise"}),
}
# Addresses that only take what is sent: who may send at all.
POSTS = {
    "recovery-codes": ((), EVERYBODY),
    "enter": ((), None),
    "sign-out": ((), None),
    "elsewhere": ((), None),
    "handover-answer": (("handover",), EVERYBODY),
    "person-change": (("wangmin",), {"administrator"}),
    "person-grant": (("wangmin",), {"administrator"}),
    "person-revoke": (("wangmin",), {"administrator"}),
    "person-switch": (("wangmin",), {"administrator"}),
    "language": ((), None),
    "attach": ((), HAS_ATTACH),
    "key-revoke": (("key",), EVERYBODY),  # 404 for whose it is not
    "hook-ping": ((1,), EVERYBODY),
    "hook-resume": ((1,), EVERYBODY),
    "hook-end": ((1,), EVERYBODY),
    "round-open": ((), None),
    "round-remind": (("round",), None),
    "round-return": (("round",), None),
    "round-reopen": (("round",), None),
    "round-merge": (("round",), None),
    "round-freeze": (("round",), None),
    "answer-read": (("answer",), None),
    "move": (("buyback",), EVERYBODY),
    "pair-up": (("inventory", "space", "plant", "firm"), EVERYBODY - {"investor", "stranger"}),
    "publish": (("evaluation", "above_scale"), HAS_SCORE),
    "row-erase": (("enterprise", FIRM_CODE), {"administrator"}),
    "batch-words": (("batch",), HAS_IMPORT),
    "batch-decide": (("batch",), HAS_IMPORT),
    "batch-go-on": (("batch",), HAS_IMPORT),
    "register-view": (("enterprise",), EVERYBODY),
    "plot-undo": ((PLOT, 1), EVERYBODY),  # 404 to all: nothing was parted there
    "register-remove": (("enterprise", FIRM_CODE), HAS_REGISTER | {"neighbour", "investor", "stranger"}),  # 404 to some
    "register-part": (("enterprise", FIRM_CODE), EVERYBODY),
    "back-up": ((), {"administrator"}),
    "backup-check": ((), {"administrator"}),
    "batch-apply": (("batch",), HAS_IMPORT),
    "batch-drop": (("batch",), HAS_IMPORT),
    "batch-undo": (("batch",), HAS_UNDO),
    "roll-go-on": (("roll",), HAS_IMPORT),
    "desk-decide": ((), HAS_IMPORT),
    "desk-undo": ((), HAS_IMPORT),
    "link-undo": ((1,), HAS_IMPORT),
}


def patterns() -> list[URLPattern]:
    """Every address of the screens; those of the API are enumerated from its schema (tests/api/test_doors.py)."""
    found, todo = [], list(get_resolver().url_patterns)
    while todo:
        one = todo.pop()
        if isinstance(one, URLPattern):
            found.append(one)
        elif one.namespace != "api":
            todo += one.url_patterns
    return found


def test_every_address_says_who_may_come_in_and_is_tried_here():
    for pattern in patterns():
        assert getattr(pattern.callback, "access", None), f"{pattern.name} does not say who may come in"
    assert {pattern.name for pattern in patterns()} == GETS.keys() | POSTS.keys()


@pytest.fixture
def address(county, batch, settings, tmp_path):
    """The address of a name, with the county's own keys put in, and as much of the front end as one reads."""
    settings.HOME = tmp_path
    settings.STATIC_BUILD = tmp_path
    (tmp_path / "tenglong").mkdir()
    (tmp_path / "tenglong" / "field-worker.js").write_text("// keeps 现场。")
    known = {"photo": county.photo, "batch": batch.pk, "buyback": county.buyback}
    known["project"], _ = settle_projects(county.people)
    scored.settle_firms()
    scored.settle_figures()
    spaces = settle_spaces(county.people)
    known |= {"plant": spaces.plant, "firm": spaces.firm}
    known["run"] = scored.publish(county.people.officer).pk
    known["handover"] = offer_handover(
        giver=county.people.officer, taker=county.people.clerk, reason="换岗", contacts=["石磊 13800000000"],
        by=county.people.officer, at=DAY_ONE,
    ).pk  # fmt: skip
    known["change_set"] = newest_ids()[0]
    known["roll"] = take(county.people.officer, TAX).pk

    known |= settle_round()
    known["key"] = key_for(county.people.officer, "read")[:11]

    def of(name: str) -> str:
        arguments = [*(GETS.get(name) or POSTS[name])[0]]
        if name in {"case", "move"}:
            arguments[-1] = known["buyback"]
        elif arguments and arguments[0] in {"run", "round", "answer"}:
            arguments[0] = known[arguments[0]]
        elif name in {"pair", "pair-up"}:
            arguments[2:] = [known[key] for key in arguments[2:]]
        elif name in {"field-entry", "document"}:
            arguments[0] = known["buyback"]
        elif arguments and arguments[-1] in {"photo", "batch", "project", "change_set", "roll", "key", "handover"}:
            arguments[-1] = known[arguments[-1]]
        return reverse(name, args=arguments)

    return of


def settle_round() -> dict[str, object]:
    """A frozen round, and an answer that the clerk has to fill in."""
    towns = settle_towns()
    frozen = frozen_round(towns, "2022-06", moment("2022-07-05 10:00"))
    asked = open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=moment("2022-08-02 09:00"))
    return {"round": frozen.pk, "answer": number_of(asked, "hangbu")}


def test_every_person_at_every_address(people, address, client):
    for role, (name, (_, allowed)) in product(ROLES, GETS.items()):
        client.force_login(getattr(people, role))
        answer = client.get(address(name))
        text = b"".join(answer).decode(errors="replace")
        if role in allowed:
            assert answer.status_code in {200, 302}, f"{role} should find {name}: {answer.status_code}"
        else:
            assert answer.status_code in {403, 404, 422}, f"{role} should not find {name}: {answer.status_code}"
            assert "。" in text


def test_without_a_session_there_is_only_the_way_in(address, client):
    way_in = {"sign-in": 200, "home": 302, "enter": 302, "sign-out": 302, "language": 302}
    way_in |= {"field-worker": 200, "field-session": 401}
    for name in (*GETS, *POSTS):
        answer = client.get(address(name)) if name in GETS else client.post(address(name))
        assert answer.status_code == way_in.get(name, 302), name
        if name not in way_in:
            assert answer["Location"].startswith(reverse("sign-in")), name


def test_nobody_sends_without_the_right(people, address, client):
    for role, (name, (_, allowed)) in product(ROLES, POSTS.items()):
        if allowed is None or name == "move":
            continue
        if name == "back-up" and role in allowed:  # SQLite copies nothing while its own connection writes, as tests do
            continue
        client.force_login(getattr(people, role))
        answer = client.post(address(name))
        expected = {403} if role not in allowed else {302, 404, 422}
        assert answer.status_code in expected, f"{role} sends to {name}: {answer.status_code}"


def test_what_only_takes_what_is_sent_is_not_opened(people, address, client):
    client.force_login(people.administrator)
    for name in POSTS.keys() - {"language"}:
        answer = client.get(address(name))
        assert answer.status_code == 405, name
        assert "请从原来的页面进入" in answer.content.decode()


@pytest.mark.django_db
def test_a_piece_of_a_page_asked_without_a_session_leads_the_whole_page_to_the_way_in(client):
    answer = client.get(reverse("suggest"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("sign-in")


@pytest.mark.usefixtures("people")
def test_outside_the_demo_nobody_enters_without_a_password(client, settings):
    settings.DEMO = False
    client.post(reverse("enter"), {"login": "wangmin"})
    assert client.get(reverse("today")).status_code == 302
    assert "王敏" not in client.get(reverse("sign-in")).content.decode()


@pytest.mark.usefixtures("people")
def test_in_the_demo_one_click_enters_as_the_person_chosen(client, settings):
    settings.DEMO = True
    assert "王敏" in client.get(reverse("sign-in")).content.decode()
    client.post(reverse("enter"), {"login": "wangmin"})
    assert client.get(reverse("today")).status_code == 200


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(elsewhere, client, settings):
    settings.DEMO = True
    answer = client.post(reverse("enter"), {"login": "wangmin", "next": elsewhere})
    assert answer["Location"] == reverse("today")


@pytest.mark.usefixtures("people")
def test_a_wrong_password_is_a_sentence(client):
    answer = client.post(reverse("sign-in"), {"login": "wangmin", "password": "guess"})
    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.content.decode()
