"""Where a county's things are, and the lock of whoever works on them alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tenglong.core.errors import Refused

DATABASE = "tenglong.sqlite3"
KEY = "secret-key"


class IsServing(Refused):
    """The county is being served, or another command works on it alone."""


def home() -> Path:
    """The county's folder."""
    return Path(settings.HOME)


def backups() -> Path:
    """Where backups are kept unless a place is named; made when first asked for, for its owner only."""
    folder = home() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keys() -> str:
    """The county's signing key as its file holds it; two after a restore that was ended half way."""
    return "\n".join((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@contextmanager
def alone(doing: str) -> Iterator[None]:
    """Serve, restore or move: one of these at a time. The system lets the lock go even when the process is killed."""
    with (home() / "serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IsServing(f"不能{doing}：网页服务正在运行，或另一条命令正在恢复、搬迁。请先停下它。") from None
        yield
