"""The pages of keys: made, shown once, taken back; what was delivered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.api.clients import Client, key_for

from tenglong.records.clients.models import Delivery, Key

SENT = {"label": "对账系统", "scope": ["read", "write"]}


@pytest.fixture
def sent():
    return {**SENT, "expires_on": str(timezone.localdate() + timedelta(days=90))}


def test_a_key_is_shown_once_and_opens_the_api(people, client, sent):
    client.force_login(people.officer)
    page = client.post(reverse("keys"), sent)
    text = page.content.decode().partition('<code class="key">')[2].partition("</code>")[0]
    assert page["Cache-Control"] == "no-store"
    assert Client(text).get("me").json()["login"] == "wangmin"
    again = client.get(reverse("keys")).content.decode()
    assert text not in again
    assert "对账系统" in again


def test_what_makes_no_key_comes_back_with_what_was_sent(people, client, sent):
    client.force_login(people.officer)
    page = client.post(reverse("keys"), {**sent, "scope": []})
    assert page.status_code == 422
    assert 'value="对账系统"' in page.content.decode()
    assert "没有选权限" in page.content.decode()


def test_an_administrator_makes_keys_for_others_and_takes_them_back(people, client, sent):
    client.force_login(people.administrator)
    client.post(reverse("keys"), {**sent, "login": "liqing"})
    key = Key.objects.get()
    assert key.person == people.clerk
    client.post(reverse("key-revoke", args=[key.prefix]))
    assert "已收回" in client.get(reverse("keys")).content.decode()
    client.force_login(people.officer)
    assert client.post(reverse("keys"), {**sent, "login": "liqing"}).status_code == 422


def test_what_was_delivered_stands_on_the_page_of_the_key(people, client, settings):
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    text = key_for(people.officer, "hooks")
    made = Client(text).post("webhooks", {"url": "http://127.0.0.1:9/tenglong", "topics": ["row", "case"]}).json()
    client.force_login(people.officer)
    client.post(reverse("hook-ping", args=[made["id"]]))
    page = client.get(reverse("key", args=[text[:11]])).content.decode()
    assert "http://127.0.0.1:9/tenglong" in page
    assert "试送" in page
    assert made["secret"] not in page
    assert Delivery.objects.count() == 1
    client.post(reverse("hook-end", args=[made["id"]]))
    assert "没有订阅变更通知" in client.get(reverse("key", args=[text[:11]])).content.decode()


@pytest.mark.usefixtures("people")
def test_the_page_of_the_api_lists_every_operation_and_fetches_nothing_from_elsewhere(client):
    page = client.get(reverse("api:docs")).content.decode()
    assert page.count("<details>") > 40
    assert "http" not in page.replace("https://主机", "").lower().replace("http 状态", "")
    assert len(page.encode()) < 100_000
