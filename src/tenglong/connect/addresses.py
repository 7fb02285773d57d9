"""Where messages may go: not into our own network, unless the county names the machine."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from tenglong.core.errors import Refused


class CannotReach(Refused):
    """An address to which nothing is sent."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart and looked up: what is connected to is `ip`, whatever the name says a moment later."""

    secure: bool
    host: str
    port: int
    ip: str
    path: str


def target_of(url: str) -> Target:
    """Look an address up. Machines of `TENGLONG_WEBHOOK_HOSTS` may be inside and without TLS, others neither."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise CannotReach("没有送出：地址看不懂。请写成 https://主机/路径 的样子。") from None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.fragment:
        raise CannotReach("没有送出：地址要写成 https://主机/路径 的样子，不带用户名。")
    known, secure = host in settings.WEBHOOK_HOSTS, parts.scheme == "https"
    if not secure and not known:
        raise CannotReach("没有送出：只送到 https 的地址；内网没有证书的，请管理员把主机写进 TENGLONG_WEBHOOK_HOSTS。")
    port = port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port, _look_up(host, port, known), path)


def _look_up(host: str, port: int, known: bool) -> str:
    try:
        found = [one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise CannotReach(f"没有送出：找不到主机 {host}。请查对地址。") from None
    if not known and any(not _is_public(str(ip)) for ip in found):
        raise CannotReach(f"没有送出：{host} 是内网地址。确实要送的，请管理员把它写进 TENGLONG_WEBHOOK_HOSTS。")
    return str(found[0])


def _is_public(ip: str) -> bool:
    address = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast
