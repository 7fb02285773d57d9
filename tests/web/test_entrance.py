"""Coming in: wrong passwords, sessions that end, passwords of one's own, codes from a phone, roles that end."""

import base64
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.urls import reverse
from django.utils import timezone
from tests.people import COUNTY, DAY_ONE, SETUP, TOWN, People

from tenglong.records.audit.models import ChangeSet
from tenglong.records.people import accounts, rights
from tenglong.records.people.actions import grant_role, revoke_grant
from tenglong.records.people.passwords import CannotSetPassword
from tenglong.records.people.queries import get_anybody, get_person
from tenglong.records.people.recovery import renew_recovery_codes
from tenglong.records.people.rights import CannotDo

PASSWORD = "清溪石桥第九街的门牌"
ANOTHER = "一座白墙黑瓦的旧老屋"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def officer(people: People):
    accounts.set_password(person=people.officer, password=PASSWORD, by=SETUP, at=DAY_ONE)
    return people.officer


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """The doors' clock, which can be set forward."""
    ahead = timedelta()

    def forward(**by: int) -> None:
        nonlocal ahead
        ahead += timedelta(**by)

    real = timezone.localtime
    monkeypatch.setattr(timezone, "localtime", lambda *given: real(*given) if given else real() + ahead)
    return forward


def sign_in(client, login="wangmin", password=PASSWORD):
    return client.post(reverse("sign-in"), {"login": login, "password": password})


def code_at(moment) -> str:
    return TOTP(base64.b32decode(SECRET), 6, SHA1(), 30).generate(int(moment.timestamp())).decode()


def bind(person, on_phone=SECRET) -> None:
    now = timezone.localtime()
    accounts.set_second_factor(person=person, secret=on_phone, code=code_at(now), by=person, at=now)


@pytest.mark.usefixtures("officer")
def test_five_wrong_passwords_lock_the_door_and_say_when_it_opens(client):
    for _ in range(4):
        assert "登录名或密码不对" in sign_in(client, password="guess").content.decode()
    for password in ("guess", PASSWORD):
        page = sign_in(client, password=password)
        assert page.status_code == 422
        assert "连续错了 5 次" in page.content.decode()
    until = timezone.localtime() + timedelta(minutes=15)
    said = {f"{moment:%H:%M} 以后再试" for moment in (until, until - timedelta(minutes=1))}
    assert any(one in page.content.decode() for one in said)
    assert client.get(reverse("today")).status_code == 302


@pytest.mark.usefixtures("officer")
def test_a_locked_name_is_not_locked_from_another_desk_nor_for_others(people, client):
    accounts.set_password(person=people.leader, password=PASSWORD, by=SETUP, at=DAY_ONE)
    for _ in range(5):
        sign_in(client, password="guess")
    assert sign_in(client, login="chenli").status_code == 302
    client.logout()
    elsewhere = {"login": "wangmin", "password": PASSWORD}
    assert client.post(reverse("sign-in"), elsewhere, REMOTE_ADDR="10.9.8.7").status_code == 302


@pytest.mark.usefixtures("officer")
def test_a_session_ends_when_it_is_left_alone(client, clock):
    sign_in(client)
    clock(minutes=100)
    assert client.get(reverse("today")).status_code == 200
    clock(minutes=100)
    assert client.get(reverse("today")).status_code == 200, "it was used in between"
    clock(minutes=121)
    assert client.get(reverse("today")).status_code == 302


@pytest.mark.usefixtures("officer")
def test_a_session_ends_after_half_a_day_in_any_case(client, clock):
    sign_in(client)
    for _ in range(7):
        clock(minutes=100)
        assert client.get(reverse("today")).status_code == 200
    clock(minutes=30)
    assert client.get(reverse("today")).status_code == 302


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "太短，至少 10 位"),
        ("password123", "太常见"),
        ("20230415080", "全是数字"),
        ("wangmin2023", "和登录名或姓名太像"),
    ],
)
def test_a_password_that_is_easily_guessed_is_not_set(people: People, password: str, why: str):
    with pytest.raises(CannotSetPassword, match=why):
        accounts.set_password(person=people.officer, password=password, by=SETUP, at=DAY_ONE)


def test_somebody_changes_their_own_password_and_stays_signed_in(officer, client):
    sign_in(client)
    wrong = {"old": "not it", "new": ANOTHER, "again": ANOTHER}
    assert "原来的密码不对" in client.post(reverse("password"), wrong).content.decode()
    unlike = {"old": PASSWORD, "new": ANOTHER, "again": ANOTHER + "。"}
    assert "两遍新密码不一样" in client.post(reverse("password"), unlike).content.decode()
    assert client.post(reverse("password"), {"old": PASSWORD, "new": ANOTHER, "again": ANOTHER}).status_code == 302
    assert client.get(reverse("today")).status_code == 200
    assert get_person(officer.login).check_password(ANOTHER)


def test_after_an_administrators_reset_nothing_opens_before_a_password_of_ones_own(people: People, officer, client):
    once = accounts.reset_password(person=officer, by=people.administrator, at=DAY_ONE)
    assert sign_in(client, password=once).status_code == 302
    for name in ("today", "me", "imports"):
        assert client.get(reverse(name))["Location"] == reverse("password")
    assert client.get(reverse("suggest"), headers={"HX-Request": "true"})["HX-Redirect"] == reverse("password")
    assert "只能用这一次" in client.get(reverse("password")).content.decode()
    client.post(reverse("password"), {"old": once, "new": ANOTHER, "again": ANOTHER})
    assert client.get(reverse("today")).status_code == 200


def test_with_a_phone_bound_the_password_alone_opens_nothing(officer, client, clock):
    bind(officer)
    assert sign_in(client)["Location"] == reverse("code")
    assert client.get(reverse("today")).status_code == 302
    assert "动态码不对" in client.post(reverse("code"), {"code": "000000"}).content.decode()
    clock(seconds=60)
    code = code_at(timezone.localtime())
    assert client.post(reverse("code"), {"code": code})["Location"] == reverse("today")
    assert client.get(reverse("today")).status_code == 200
    client.logout()
    sign_in(client)
    assert "用过了" in client.post(reverse("code"), {"code": code}).content.decode(), "a code lets in once"


def test_without_the_phone_a_recovery_code_lets_in_once_and_is_in_the_history(officer, client):
    bind(officer)
    codes = renew_recovery_codes(person=officer, by=officer, at=timezone.localtime())
    assert len(set(codes)) == 10
    assert not any(code in str(get_person("wangmin").recovery_codes) for code in codes), "only digests are kept"
    sign_in(client)
    assert client.post(reverse("code"), {"code": "abcde-fghjk"}).status_code == 422
    assert client.post(reverse("code"), {"code": codes[0].upper()})["Location"] == reverse("today")
    assert "恢复码还剩 9 个" in client.get(reverse("me")).content.decode()
    assert ChangeSet.objects.filter(action="people.use_recovery_code", by__contains="wangmin").count() == 1
    told = client.post(reverse("recovery-codes")).content.decode()
    client.logout()
    for old in codes[:2]:
        sign_in(client)
        assert client.post(reverse("code"), {"code": old}).status_code == 422, "used, or replaced"
    new = re.findall(r"<code>([a-z0-9-]+)</code>", told)
    assert len(new) == 10
    assert client.post(reverse("code"), {"code": new[9]})["Location"] == reverse("today")
    accounts.reset_second_factor(person=get_person("wangmin"), by=SETUP, at=timezone.localtime())
    assert get_person("wangmin").recovery_codes == []
    assert client.post(reverse("recovery-codes")).status_code in {409, 422}
    with pytest.raises(CannotDo):
        renew_recovery_codes(person=officer, by=get_person("chenli"), at=timezone.localtime())


def test_wrong_codes_lock_the_door_too(officer, client):
    bind(officer)
    sign_in(client)
    for _ in range(5):
        page = client.post(reverse("code"), {"code": "000000"})
    assert "连续错了 5 次" in page.content.decode()
    assert client.get(reverse("code"))["Location"] == reverse("sign-in"), "the password is asked again"
    assert "连续错了 5 次" in sign_in(client).content.decode()


def test_the_half_way_in_does_not_last(officer, client, clock):
    bind(officer)
    sign_in(client)
    clock(minutes=6)
    assert client.post(reverse("code"), {"code": code_at(timezone.localtime())})["Location"] == reverse("sign-in")


def test_a_role_may_ask_for_a_second_factor(officer, client, monkeypatch: pytest.MonkeyPatch):
    strict = {**rights.roles(), "zone_officer": replace(rights.roles()["zone_officer"], second_factor=True)}
    monkeypatch.setattr(rights, "roles", lambda: strict)
    sign_in(client)
    assert client.get(reverse("today"))["Location"] == reverse("second-factor")
    page = client.get(reverse("second-factor")).content.decode()
    assert "data:image/svg+xml" in page
    session = client.session
    session["second_secret"] = SECRET
    session.save()
    assert "没有绑定" in client.post(reverse("second-factor"), {"code": "000000"}).content.decode()
    client.post(reverse("second-factor"), {"code": code_at(timezone.localtime())})
    assert client.get(reverse("today")).status_code == 200
    assert SECRET not in get_person(officer.login).second_factor, "sealed in the table"


def test_who_is_kept_out_is_out_at_once_and_may_come_back(people: People, officer, client):
    sign_in(client)
    accounts.deactivate_person(person=officer, by=people.administrator, at=DAY_ONE)
    assert client.get(reverse("today")).status_code == 302
    assert "登录名或密码不对" in sign_in(client).content.decode()
    accounts.reactivate_person(person=get_anybody("wangmin"), by=people.administrator, at=DAY_ONE)
    assert sign_in(client).status_code == 302
    with pytest.raises(accounts.CannotDeactivate, match="不能停用自己"):
        accounts.deactivate_person(person=people.administrator, by=people.administrator, at=DAY_ONE)


def test_nobody_keeps_out_or_resets_whom_they_do_not_govern(people: People):
    grant_role(person=people.clerk, role="administrator", region_code=TOWN, by=SETUP, at=DAY_ONE)
    accounts.reset_second_factor(person=people.clerk, by=people.clerk, at=DAY_ONE)
    for act in (accounts.reset_password, accounts.deactivate_person, accounts.reset_second_factor):
        with pytest.raises(CannotDo):
            act(person=people.leader, by=people.clerk, at=DAY_ONE)
    with pytest.raises(CannotDo):
        accounts.change_password(person=people.leader, old="", new=ANOTHER, by=people.administrator, at=DAY_ONE)


def test_a_role_ends_on_its_day(people: People, officer, client, clock):
    day = timezone.localtime()
    revoke_grant(person=officer, grant=officer.grants.get(), by=people.administrator, at=DAY_ONE)
    grant_role(
        person=officer, role="zone_officer", region_code=COUNTY, until_on=day.date() + timedelta(days=2),
        by=people.administrator, at=day,
    )  # fmt: skip
    sign_in(client)
    assert client.get(reverse("imports")).status_code == 200
    clock(days=1)
    sign_in(client)
    assert client.get(reverse("imports")).status_code == 200
    clock(days=1)
    sign_in(client)
    assert client.get(reverse("imports")).status_code == 403
    assert not get_person("wangmin").grants.all()
