"""Where the rows are: SQLite beside the program, or PostgreSQL by TENGLONG_DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tenglong.core.errors import Refused
from tenglong.project.sqlite import OPTIONS


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database. `url` is empty, or `postgresql://user:password@host:port/name`."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "tenglong.sqlite3", "OPTIONS": OPTIONS}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Refused(f"不能启动：TENGLONG_DATABASE_URL 只认 postgresql://…，读到的是 {parts.scheme}://…，请改设置。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
    }
