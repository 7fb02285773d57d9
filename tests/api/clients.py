"""Another system that comes in by a key."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from tests.people import SETUP

from tenglong.records.clients.keys import add_key
from tenglong.records.people.models import Person

EXPIRES = date(2022, 12, 31)


def key_for(person: Person, *scopes: str, region: str = "") -> str:
    """The text of a new key of that person."""
    from django.utils import timezone

    now = timezone.localtime()
    expires_on = now.date().replace(year=now.year + 1)
    _, text = add_key(
        person=person, label="对账系统", scopes=scopes, region_code=region, expires_on=expires_on, by=SETUP, at=now
    )
    return text


class Client:
    """Asks and sends as another program does."""

    def __init__(self, key: str = "") -> None:
        self.browser = Browser(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.browser.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path: str, sent: Mapping[str, Any] | None = None) -> HttpResponse:
        return self._send("post", path, sent)

    def patch(self, path: str, sent: Mapping[str, Any]) -> HttpResponse:
        return self._send("patch", path, sent)

    def delete(self, path: str) -> HttpResponse:
        return self.browser.delete(f"/api/v1/{path}", headers=self.headers)

    def upload(self, path: str, sent: Mapping[str, Any]) -> HttpResponse:
        return self.browser.post(f"/api/v1/{path}", data=dict(sent), headers=self.headers)

    def _send(self, verb: str, path: str, sent: Mapping[str, Any] | None) -> HttpResponse:
        how = getattr(self.browser, verb)
        return how(f"/api/v1/{path}", data=sent or {}, content_type="application/json", headers=self.headers)
