"""Subscribers: told in order, signed, again until taken; nothing into our own network, nothing they may not see."""

import hashlib
import hmac
import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone
from tests.api.clients import Client, key_for
from tests.people import DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP

from tenglong.connect.addresses import CannotReach, target_of
from tenglong.connect.webhooks import sweep
from tenglong.records.audit.sealing import seal
from tenglong.records.clients.deliveries import MOST_FAILURES
from tenglong.records.clients.models import Key
from tenglong.records.registry.actions import register_enterprise


class Receiver:
    """The other system: keeps what comes, answers as it is told."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status, self.free = 200, threading.Event()
        self.free.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers), body))
                receiver.free.wait(10)
                self.send_response(receiver.status)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tenglong"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def told(self) -> list[tuple[str, str]]:
        """What and which row, of every event that came."""
        return [(one["what"], one["key"]) for _, body in self.came for one in json.loads(body).get("events", ())]


@pytest.fixture
def receiver(settings):
    found = Receiver()
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    yield found
    found.stop()


@pytest.fixture
def slow(receiver):  # noqa: ARG001  its machine may be sent to
    """A receiver that takes its time."""
    found = Receiver()
    found.free.clear()
    yield found
    found.free.set()
    found.stop()


@pytest.fixture
def officer(firms):
    seal(at=timezone.now())
    return Client(key_for(firms.officer, "read", "write", "hooks"))


def subscribe(client: Client, receiver: Receiver, *topics: str) -> dict:
    seal(at=timezone.now())
    answer = client.post("webhooks", {"url": receiver.url, "topics": topics or ["row"]})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def change(client: Client, scale: str | None, version: int) -> None:
    sent = {"values": {"scale": scale}, "version": version}
    assert client.patch(f"registers/enterprise/rows/{FIRM_CODE}", sent).status_code == 200


def tell(later: timedelta = timedelta()) -> int:
    seal(at=timezone.now())
    return sweep(at=timezone.localtime() + later)


def test_a_change_is_told_once_without_its_values_and_signed(officer, receiver):
    made = subscribe(officer, receiver)
    change(officer, "规下", 1)
    assert tell() == 1
    assert tell() == 0
    headers, body = receiver.came[0]
    told = json.loads(body)["events"]
    assert [one["key"] for one in told] == [FIRM_CODE]
    assert told[0]["link"].endswith(f"/api/v1/registers/enterprise/rows/{FIRM_CODE}")
    assert "规下" not in body.decode()
    assert "石桥" not in body.decode()
    moment, _, digest = headers["X-Tenglong-Signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(made["secret"].encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == expected


def test_what_does_not_come_through_is_sent_again_in_order(officer, receiver):
    made = subscribe(officer, receiver)
    receiver.status = 503
    change(officer, "规下", 1)
    change(officer, "规上", 2)
    assert tell() == 0
    assert tell() == 0  # not before its time
    assert len(receiver.came) == 1
    receiver.status = 200
    assert tell(later=timedelta(minutes=5)) == 2
    first, again, second = (json.loads(body)["number"] for _, body in receiver.came)
    assert first == again < second
    log = officer.get(f"webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert [(one["status"], one["tries"]) for one in log] == [("done", 1), ("done", 2)]


def test_a_slow_receiver_holds_up_nobody_else(people, officer, receiver, slow, monkeypatch):
    monkeypatch.setattr("tenglong.connect.webhooks._PATIENCE_S", 0.5)
    made = subscribe(officer, slow)
    other = Client(key_for(people.officer, "read", "hooks"))
    subscribe(other, receiver)
    change(officer, "规下", 1)
    change(officer, "规上", 2)
    began = time.perf_counter()
    assert tell() == 2  # of the one that is quick
    change(officer, "规下", 3)
    assert tell() == 1
    assert time.perf_counter() - began < 3
    assert (len(slow.came), len(receiver.came)) == (1, 3)  # not sent again while it is on its way
    slow.free.set()
    assert tell() == 3
    assert slow.told() == receiver.told()
    log = officer.get(f"webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert [one["tries"] for one in log] == [1, 1, 1]


def test_nobody_is_followed_elsewhere(officer, receiver):
    made = subscribe(officer, receiver)
    receiver.status = 302
    change(officer, "规下", 1)
    assert tell() == 0
    assert officer.get(f"webhooks/{made['id']}/deliveries").json()["deliveries"][0]["answer"].startswith("302")


def test_after_many_failures_it_stops_and_goes_on_when_asked_with_nothing_lost(officer, receiver):
    made = subscribe(officer, receiver)
    receiver.status = 500
    change(officer, "规下", 1)
    for day in range(MOST_FAILURES + 2):
        tell(later=timedelta(days=day))
    assert len(receiver.came) == MOST_FAILURES
    assert officer.get("webhooks").json()["webhooks"][0]["stopped"] is True
    receiver.status = 204
    assert officer.post(f"webhooks/{made['id']}/resume").json()["stopped"] is False
    assert tell(later=timedelta(days=40)) == 1


def test_a_subscriber_is_told_of_what_it_may_see_and_asked_for(people, officer, receiver):
    neighbour = Client(key_for(people.neighbour, "read", "hooks"))
    subscribe(neighbour, receiver)
    cases_only = Client(key_for(people.officer, "read", "hooks"))
    subscribe(cases_only, receiver, "case", "round")
    change(officer, "规下", 1)
    register_enterprise(code="91330802MA0TL0003L", name="邻县的厂", region_code=NEXT_COUNTY, by=SETUP, at=DAY_ONE)
    tell()
    assert receiver.told() == [("created", "91330802MA0TL0003L")]


def test_a_key_that_is_taken_back_is_told_no_longer(officer, receiver, people):
    from tenglong.records.clients.keys import revoke_key

    subscribe(officer, receiver)
    change(officer, "规下", 1)
    revoke_key(prefix=Key.objects.get().prefix, by=people.administrator, at=timezone.localtime())
    assert tell() == 0
    assert receiver.came == []


def test_a_trial_message_and_giving_up(officer, receiver):
    made = subscribe(officer, receiver)
    assert officer.post(f"webhooks/{made['id']}/ping").status_code == 202
    assert tell() == 1
    assert json.loads(receiver.came[0][1])["ping"] is True
    officer.delete(f"webhooks/{made['id']}")
    change(officer, "规下", 1)
    assert tell() == 0
    assert officer.get(f"webhooks/{made['id']}/deliveries").status_code == 404


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
     "https://169.254.169.254/latest", "ftp://example.com/", "https://user@example.com/", "file:///etc/passwd", "x",
     "https://0.0.0.0/", "https://2130706433/", "https://[broken/", "http://8.8.8.8/"],
)  # fmt: skip
def test_nothing_is_sent_into_our_own_network(url):
    with pytest.raises(CannotReach):
        target_of(url)


def test_an_address_inside_is_refused_when_it_is_subscribed(officer):
    answer = officer.post("webhooks", {"url": "https://192.168.1.1/", "topics": ["row"]})
    assert answer.status_code == 422
    assert "TENGLONG_WEBHOOK_HOSTS" in answer.json()["error"]["sentence"]
