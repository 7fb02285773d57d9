"""Signing in at the county's own sign-in: a small OpenID provider runs in the test's own process."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from jwt.algorithms import RSAAlgorithm
from tests.people import DAY_ONE, SETUP, People

from tenglong.records.people import accounts
from tenglong.records.people.queries import find_person

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, CLIENT_SECRET = "tenglong", "not so secret"


class Provider(ThreadingHTTPServer):
    """Says who signs in; `spoils` changes its answer to one that must not be believed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.login, self.spoils, self.asked, self.key = "wangmin", {}, {}, KEY

    def token(self, asked: dict[str, str]) -> dict[str, object]:
        started = self.asked
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=")
        assert challenge.decode() == started["code_challenge"]
        assert asked["client_secret"] == CLIENT_SECRET
        assert asked["redirect_uri"] == started["redirect_uri"]
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "17", "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": started["nonce"],
            "preferred_username": self.login, "name": "新来的人",
        }  # fmt: skip
        return {"id_token": jwt.encode(claims | self.spoils, self.key, "RS256", headers={"kid": "one"})}


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        there = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self.answer({
                "issuer": there, "authorization_endpoint": f"{there}/in", "token_endpoint": f"{there}/token",
                "jwks_uri": f"{there}/keys",
            })  # fmt: skip
        else:
            self.answer({"keys": [{**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one"}]})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.server.token({key: value[0] for key, value in parse_qs(sent).items()}))

    def answer(self, what: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(settings):
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, args=(0.01,), daemon=True).start()
        settings.OIDC = {
            "issuer": provider.issuer, "client": CLIENT, "secret": CLIENT_SECRET, "claim": "preferred_username",
            "label": "县统一登录", "adds": False,
        }  # fmt: skip
        yield provider
        provider.shutdown()


def come_back(client, provider, **changed: str):
    """Leave for the provider and come back with its code, something perhaps changed on the way."""
    there = urlsplit(client.post(reverse("elsewhere"), {"next": "/numbers/"})["Location"])
    provider.asked = {key: value[0] for key, value in parse_qs(there.query).items()}
    assert there.path == "/in"
    return client.get(reverse("elsewhere-back"), {"code": "c0de", "state": provider.asked["state"]} | changed)


@pytest.mark.usefixtures("people")
def test_who_signs_in_there_is_the_person_of_that_login_here(client, provider):
    assert "用县统一登录登录" in client.get(reverse("sign-in")).content.decode()
    assert come_back(client, provider)["Location"] == "/numbers/"
    assert "王敏" in client.get(reverse("me")).content.decode()


@pytest.mark.usefixtures("people")
def test_who_is_unknown_here_is_not_added_unless_the_county_says_so(client, provider, settings):
    provider.login = "xinlai"
    page = come_back(client, provider)
    assert page.status_code == 422
    assert "没有登录名为“xinlai”的人员" in page.content.decode()
    assert find_person("xinlai") is None
    settings.OIDC = settings.OIDC | {"adds": True}
    assert come_back(client, provider).status_code == 302
    added = find_person("xinlai")
    assert (added.name, list(added.grants.all())) == ("新来的人", []), "without any role"


def test_who_is_kept_out_here_does_not_come_in_from_there(people: People, client, provider, settings):
    settings.OIDC = settings.OIDC | {"adds": True}
    accounts.deactivate_person(person=people.officer, by=SETUP, at=DAY_ONE)
    assert "已停用" in come_back(client, provider).content.decode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "spoils",
    [{"aud": "somebody else"}, {"iss": "https://elsewhere.example"}, {"exp": 1}, {"nonce": "of another time"}],
)
def test_an_answer_that_is_not_for_us_is_not_believed(client, provider, spoils):
    provider.spoils = spoils
    page = come_back(client, provider)
    assert page.status_code == 422
    assert "返回的身份证明" in page.content.decode()
    assert client.get(reverse("today")).status_code == 302


@pytest.mark.usefixtures("people")
def test_an_answer_signed_by_somebody_else_is_not_believed(client, provider):
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert "InvalidSignatureError" in come_back(client, provider).content.decode()


@pytest.mark.usefixtures("people")
def test_the_way_back_is_good_once_and_only_for_who_left(client, provider):
    assert "重新开始" in come_back(client, provider, state="guessed").content.decode()
    come_back(client, provider)
    client.logout()
    assert client.get(reverse("elsewhere-back"), {"code": "c0de"})["Location"] == reverse("sign-in")


@pytest.mark.usefixtures("people")
def test_a_sign_in_elsewhere_that_does_not_answer_is_a_sentence(client, settings):
    settings.OIDC = {"issuer": "http://127.0.0.1:9", "label": "县统一登录", "client": "", "secret": ""}
    page = client.post(reverse("elsewhere"))
    assert page.status_code == 422
    assert "没有登录：县统一登录连不上" in page.content.decode()


@pytest.mark.usefixtures("people")
def test_without_a_setting_there_is_no_such_door(client):
    assert client.post(reverse("elsewhere"))["Location"] == reverse("sign-in")
    assert client.get(reverse("elsewhere-back"))["Location"] == reverse("sign-in")
