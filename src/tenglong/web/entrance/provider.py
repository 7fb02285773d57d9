"""The sign-in of a county's or province's own, by OpenID Connect: the code flow with PKCE and a signed answer."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings

from tenglong.core.errors import Refused

TIMEOUT_S = 10
LEEWAY_S = 60
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")


class CannotSignInElsewhere(Refused):
    """The sign-in of the county's own did not answer, or not as it should."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept while somebody is away signing in: each is said once and compared when they come back."""

    state: str
    nonce: str
    verifier: str


def new_attempt() -> Attempt:
    """An attempt that nobody can guess."""
    return Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))


def way_there(attempt: Attempt, back: str) -> str:
    """The address at which to sign in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC["client"],
        "redirect_uri": back,
        "scope": "openid profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    there = _described()["authorization_endpoint"]
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"


def claims_of(code: str, attempt: Attempt, back: str) -> dict[str, Any]:
    """Who signed in: the claims of the signed answer, its signature, issuer, audience, time and nonce checked."""
    described = _described()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.OIDC["client"],
        "client_secret": settings.OIDC["secret"],
        "code_verifier": attempt.verifier,
    }
    try:
        token = _asked("POST", described["token_endpoint"], data=sent)["id_token"]
        keys = jwt.PyJWKSet.from_dict(_asked("GET", described["jwks_uri"]))
        claims: dict[str, Any] = jwt.decode(
            token,
            keys[jwt.get_unverified_header(token)["kid"]] if len(keys.keys) > 1 else keys.keys[0],
            algorithms=ALGORITHMS,
            audience=settings.OIDC["client"],
            issuer=described["issuer"],
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.PyJWTError, KeyError, TypeError) as problem:
        raise _refusal(f"返回的身份证明不能用（{type(problem).__name__}）") from problem
    if not secrets.compare_digest(str(claims.get("nonce", "")), attempt.nonce):
        raise _refusal("返回的身份证明不是这一次的")
    return claims


def _described() -> dict[str, Any]:
    issuer = settings.OIDC["issuer"]
    described = _asked("GET", f"{issuer}/.well-known/openid-configuration")
    if str(described.get("issuer", "")).rstrip("/") != issuer:
        raise _refusal("它自称的地址和设置的不一样")
    missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - described.keys()
    if missing:
        raise _refusal(f"它的说明里没有 {'、'.join(sorted(missing))}")
    return described


def _asked(method: str, address: str, **what: Any) -> dict[str, Any]:
    try:
        answer = requests.request(method, address, timeout=TIMEOUT_S, allow_redirects=False, **what)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, json.JSONDecodeError) as problem:
        raise _refusal("连不上，或没有正常回答") from problem
    if not isinstance(found, dict):
        raise _refusal("回答看不懂")
    return found


def _refusal(why: str) -> CannotSignInElsewhere:
    label = settings.OIDC["label"]
    return CannotSignInElsewhere(f"没有登录：{label}{why}。请稍后再试，或用密码登录；一直这样请找管理员。")
