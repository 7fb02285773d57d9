"""The second factor: asked for after the password, and bound to a phone by its owner."""

import base64
import io
from typing import Any

import qrcode
from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from qrcode.image.svg import SvgPathImage

from tenglong.core.errors import Refused
from tenglong.records.people.accounts import set_second_factor
from tenglong.records.people.queries import find_person
from tenglong.records.people.recovery import renew_recovery_codes, use_recovery_code
from tenglong.records.people.rights import By
from tenglong.records.people.second_factor import DIGITS, STEP_S, address_of, counter_of, new_secret, unseal
from tenglong.web.clock import now
from tenglong.web.doors import entering, public, signed_in

from .admission import admit, forget_half_way, half_way, locked_sentence

SECRET = "second_secret"
WRONG = (
    "动态码不对，或已经过时、用过了，没有登录。请等手机上出现新的六位数字再输；"
    "手机不在身边用恢复码，恢复码也没有的找管理员解除。"
)


class CodeBackend(BaseBackend):
    """Knows a person by the code on their phone, or one kept for when it is not at hand; each lets in once.

    Wrong ones count towards the lock-out.
    """

    def authenticate(self, request: Any, username: str = "", code: str = "") -> By | None:  # noqa: ARG002
        """The person whose phone shows the code now, or whose recovery code it is."""
        person = find_person(username)
        if person and len(code) > DIGITS:
            return person if use_recovery_code(person=person, code=code, at=now()) else None
        secret = unseal(person.second_factor) if person and code else ""
        counter = counter_of(secret, code, now()) if secret else None
        if person is None or counter is None:
            return None
        return person if cache.add(f"code-{person.pk}-{counter}", True, timeout=4 * STEP_S) else None

    def get_user(self, user_id: Any) -> By | None:
        """The person of a session that a code began."""
        return find_person(pk=user_id)


@public
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Six figures from the phone, after the password was right."""
    person = half_way(request)
    if person is None:
        return redirect("sign-in")
    wrong = ""
    if request.method == "POST":
        found = authenticate(request, username=person.login, code=request.POST.get("code", "").strip())
        if found is not None:
            return admit(request, found)
        wrong = locked_sentence(request, person.login) or WRONG
    if wrong and wrong != WRONG:
        forget_half_way(request)
    return render(request, "web/entrance/code.html", {"wrong": wrong}, status=422 if wrong else 200)


@entering
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Bind a phone: the picture for it, and the first code from it."""
    secret = request.session.setdefault(SECRET, new_secret())
    wrong = ""
    if request.method == "POST":
        try:
            set_second_factor(
                person=request.user, secret=secret, code=request.POST.get("code", ""), by=request.user, at=now()
            )
        except Refused as refusal:
            wrong = str(refusal)
        else:
            del request.session[SECRET]
            return _told_once(request)
    context = {"wrong": wrong, "picture": _picture(address_of(secret, request.user)), "secret": _spaced(secret)}
    return render(request, "web/entrance/second_factor.html", context, status=422 if wrong else 200)


@signed_in
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes in place of those there were."""
    return _told_once(request)


def _told_once(request: HttpRequest) -> HttpResponse:
    codes = renew_recovery_codes(person=request.user, by=request.user, at=now())
    return render(request, "web/entrance/recovery_codes.html", {"codes": codes})


def _picture(address: str) -> str:
    held = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12).save(held)
    return f"data:image/svg+xml;base64,{base64.b64encode(held.getvalue()).decode()}"


def _spaced(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
