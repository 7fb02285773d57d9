"""A county of a test's own on disk, or in the test's PostgreSQL, for what runs in processes of their own."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]


def settle_home(home: Path) -> dict[str, str]:
    """The environment of a process that works in `home`, with the tables as they stand in the test's database.

    The test must have transactions of its own (`django_db(transaction=True)`).
    """
    home.mkdir(exist_ok=True)
    env = {**os.environ, "TENGLONG_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUTF8": "1"}
    env.pop("TENGLONG_DATABASE_URL", None)
    if connection.vendor == "postgresql":
        told = settings.DATABASES["default"]
        who = told["USER"] + (f":{told['PASSWORD']}" if told["PASSWORD"] else "")
        name = connection.settings_dict["NAME"]
        return {**env, "TENGLONG_DATABASE_URL": f"postgresql://{who}@{told['HOST']}:{told['PORT']}/{name}"}
    connection.ensure_connection()
    copy = sqlite3.connect(home / "tenglong.sqlite3")
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return env


def run(env: dict[str, str], *command: str, **words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the program or the tests there to its end."""
    return subprocess.run(
        (sys.executable, "-m", *command), env={**env, **words}, capture_output=True, text=True, check=False, timeout=300
    )
