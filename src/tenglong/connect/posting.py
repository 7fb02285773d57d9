"""Sending one signed message: to the address that was looked up, following nobody elsewhere."""

import hashlib
import hmac
from datetime import datetime

import urllib3

from tenglong.core.errors import Refused

from .addresses import target_of

SIGNATURE = "X-Tenglong-Signature"
DELIVERY = "X-Tenglong-Delivery"
_TIMEOUT = urllib3.Timeout(connect=5, read=10)
_MOST_READ = 200


def signature(secret: str, body: bytes, at: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`, so that an old message is known as old."""
    moment = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def post(url: str, body: bytes, *, secret: str, number: int, at: datetime) -> tuple[bool, str]:
    """Send it; gives whether it was taken (2xx) and what came back, in words."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "tenglong",
        SIGNATURE: signature(secret, body, at),
        DELIVERY: str(number),
    }
    try:
        return _send(url, body, headers)
    except Refused as refusal:
        return False, str(refusal)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        return False, f"没有送到：{type(problem).__name__}"


def _send(url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
    target = target_of(url)
    how = {"timeout": _TIMEOUT, "retries": False, "maxsize": 1}
    if target.secure:
        named = {"assert_hostname": target.host, "server_hostname": target.host}
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(target.ip, target.port, **how, **named)
    else:
        pool = urllib3.HTTPConnectionPool(target.ip, target.port, **how)
    usual = target.port == (443 if target.secure else 80)
    headers["Host"] = target.host if usual else f"{target.host}:{target.port}"
    with pool:
        answer = pool.request("POST", target.path, body=body, headers=headers, redirect=False, preload_content=False)
        said = answer.read(_MOST_READ).decode("utf-8", "replace")
        answer.close()
    return 200 <= answer.status < 300, f"{answer.status} {said}".strip()
