"""Keys: made, shown once, narrowed, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.api.clients import Client, key_for
from tests.people import SETUP, TOWN

from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.clients.keys import CannotAddKey, NoSuchKey, add_key, find_key, get_key, list_keys, revoke_key
from tenglong.records.clients.models import Key, KeyUse
from tenglong.records.people.accounts import deactivate_person
from tenglong.records.people.rights import CannotDo


@pytest.fixture
def now():
    return timezone.localtime()


def make(people, now, **words):
    given = {"person": people.officer, "label": "对账系统", "scopes": ["read"], "by": people.officer, "at": now}
    return add_key(**{**given, "expires_on": now.date() + timedelta(days=30), **words})


def test_a_key_is_told_once_and_kept_as_a_digest(people, now):
    key, text = make(people, now)
    assert text.startswith(f"{key.prefix}_")
    secret = text.removeprefix(key.prefix)
    kept = [str(value) for row in (*Key.objects.values_list(), *Change.objects.values_list()) for value in row]
    assert not any(secret in one for one in kept)
    assert Client(text).get("registers").status_code == 200


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("key", ["", "tl_", "tl_00000000_guess", "密钥", "tl_" + "x" * 9000])
def test_without_a_key_or_with_a_wrong_one_there_is_a_sentence(key):
    answer = Client(key).get("registers") if key != "密钥" else Client().get("registers", Authorization="Bearer " + "é")
    assert answer.status_code == 401
    assert "钥匙" in answer.json()["error"]["sentence"]
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_ends_when_it_is_taken_back_expires_or_its_person_is_kept_out(people, now):
    key, text = make(people, now)
    revoke_key(prefix=key.prefix, by=people.administrator, at=now)
    assert Client(text).get("registers").status_code == 401
    late, text = make(people, now)
    assert find_key(text, on=now.date() + timedelta(days=29)) == late
    assert find_key(text, on=now.date() + timedelta(days=30)) is None
    deactivate_person(person=people.officer, by=SETUP, at=now)
    assert Client(text).get("registers").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"label": " "}, {"scopes": []}, {"scopes": ["everything"]}, {"expires_on": timezone.localdate()},
     {"expires_on": timezone.localdate() + timedelta(days=400)}, {"region_code": TOWN, "scopes": ["read", "import"]}],
)  # fmt: skip
def test_what_makes_no_key(people, now, wrong):
    with pytest.raises(CannotAddKey):
        make(people, now, **wrong)


def test_only_the_person_and_who_administers_them_make_keys_and_take_them_back(people, now):
    with pytest.raises(CannotDo):
        make(people, now, by=people.leader)
    key, _ = make(people, now)
    make(people, now, by=people.administrator)
    with pytest.raises(NoSuchKey):
        get_key(people.neighbour, key.prefix)
    assert list_keys(people.clerk) == []
    assert len(list_keys(people.officer)) == len(list_keys(people.administrator)) == 2


def test_a_key_of_a_region_says_why_it_imports_nothing(people, now):
    _, text = make(people, now, region_code=TOWN)
    refused = Client(text).get("import-kinds")
    assert refused.status_code == 403
    sentence = refused.json()["error"]["sentence"]
    assert "限定了区划，所以没有“导入和撤销导入”权限（import）。请另开一把不限区划" in sentence


def test_the_last_use_stands_outside_the_audit(people, now):
    _, text = make(people, now)
    before = ChangeSet.objects.count()
    Client(text).get("registers")
    Client(text).get("registers")
    assert KeyUse.objects.get().at >= now
    assert ChangeSet.objects.count() == before


def test_somebody_signed_in_on_the_screens_reads_and_with_the_token_writes(people, client):
    client.force_login(people.officer)
    assert client.get("/api/v1/registers").status_code == 200
    forging = Client()
    forging.browser.force_login(people.officer)
    refused = forging.post("registers/enterprise/rows", {"values": {}})
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["error"]["sentence"]


def test_a_key_asks_only_so_often(people, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    client, other = Client(key_for(people.officer, "read")), Client(key_for(people.officer, "read"))
    answers = [client.get("registers") for _ in range(6)]  # a minute may turn between two of them
    assert {200, 429} == {one.status_code for one in answers}
    assert 1 <= int(next(one for one in answers if one.status_code == 429)["Retry-After"]) <= 60
    assert other.get("registers").status_code == 200
