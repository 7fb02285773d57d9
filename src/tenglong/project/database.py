"""Where the rows are: SQLite beside the program, or PostgreSQL by TENGLONG_DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tenglong.core.errors import Refused
from tenglong.project.sqlite import OPTIONS


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database. `url` is empty, `postgresql://user:password@host:port/name` or
    `sqlite:///path`; `sqlite:` is the county's own file.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "tenglong.sqlite3", "OPTIONS": OPTIONS}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = Path(unquote(parts.path)) if parts.path else home / "tenglong.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": OPTIONS}
    if parts.scheme not in {"postgres", "postgresql"}:
        known = "postgresql://… 和 sqlite:///…"
        raise Refused(f"数据库地址只认 {known}，读到的是 {parts.scheme}://…，请改 TENGLONG_DATABASE_URL。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
    }
