"""Keys: whose, for what, how long; made here and shown once, taken back here."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger.dates import read_date
from tenglong.core.ledger.values import clean
from tenglong.records.clients.keys import add_key, get_key, is_open, list_keys, revoke_key
from tenglong.records.clients.scopes import SCOPES
from tenglong.records.clients.subscriptions import list_deliveries, list_subscriptions
from tenglong.records.clients.topics import TOPICS
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import can
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in

USUAL = timedelta(days=180)
MOST_DELIVERIES = 50


@signed_in
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys that this person may take back, and the form that makes one."""
    sentence, text, made = "", "", None
    if request.method == "POST":
        try:
            made, text = _make(request)
        except Refused as refusal:
            sentence = str(refusal)
    today = clock.today()
    context = {
        "keys": [(key, is_open(key, today), scope_words(key.scopes)) for key in list_keys(request.user)],
        "scopes": SCOPES.items(),
        "chosen": request.POST.getlist("scope") if sentence else ["read"],
        "sent": request.POST if sentence else {},
        "expires_on": today + USUAL,
        "for_others": can(request.user, "install"),
        "sentence": sentence,
        "text": text,
        "made": made,
    }
    answer = render(request, "web/clients/keys.html", context, status=422 if sentence else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_GET
def key(request: HttpRequest, prefix: str) -> HttpResponse:
    """One key: what it may, what it subscribed to, what was delivered."""
    found = get_key(request.user, prefix)
    told = [
        (one, "、".join(TOPICS[kind] for kind in one.kinds), list_deliveries(one)[:MOST_DELIVERIES])
        for one in list_subscriptions([found])
    ]
    context = {"key": found, "open": is_open(found, clock.today()), "scopes": scope_words(found.scopes), "told": told}
    return render(request, "web/clients/key.html", context)


@signed_in
@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """Take a key back."""
    revoke_key(prefix=prefix, by=request.user, at=clock.now())
    return redirect("keys")


def scope_words(scopes: list[str]) -> str:
    """What a key may, in words."""
    return "、".join(word for scope, word in SCOPES.items() if scope in scopes)


def _make(request: HttpRequest) -> tuple[object, str]:
    sent = request.POST
    login = clean(sent.get("login", ""))
    return add_key(
        person=get_person(login) if login else request.user,
        label=clean(sent.get("label", "")),
        scopes=sent.getlist("scope"),
        region_code=asked.picked(request, "region_code", asked.REGION),
        expires_on=_day(sent.get("expires_on", "")),
        by=request.user,
        at=clock.now(),
    )


def _day(text: str) -> date:
    if not text:
        raise asked.CannotShow("没有开钥匙：没有写到期日。请写一年以内的一天。")
    return read_date(text)
