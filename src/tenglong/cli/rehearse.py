"""`tenglong rehearse [BACKUP]`: this version of the program tried on a copy before the county itself is upgraded."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tenglong.cli.tables import show
from tenglong.core.errors import Refused
from tenglong.operations.backup import copy_county
from tenglong.operations.databases import check_file
from tenglong.operations.packing import unpack
from tenglong.operations.places import DATABASE, KEY, keys
from tenglong.records.people.queries import list_people

HELP = "升级演练：把这一版程序先在一份副本上试一遍，原来的数据不动"
COLUMNS = {"step": "步骤", "says": "结果", "seconds": "秒"}
BROKEN = 500
LONGEST_S = 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, nargs="?", help="在哪一份备份上试；不写就复制现在的数据库（SQLite）")
    parser.add_argument("--json", action="store_true", help="给程序读：一份 JSON")
    parser.add_argument("--pages", action="store_true", help=argparse.SUPPRESS)  # inside the copy


def run(args: argparse.Namespace) -> int:
    if args.pages:
        print(json.dumps({"opened": 0, "broken": []} | open_pages()))
        return 0
    if args.backup is None and connection.vendor != "sqlite":
        raise Refused("不能演练：用 PostgreSQL 时，请先用现在这一版做一份备份，再写：tenglong rehearse 备份文件。")
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="rehearse-") as name:
        rows = list(rehearse(Path(name), args.backup))
    show(rows, COLUMNS, as_json=args.json)
    failed = [row for row in rows if row["failed"]]
    print("演练没有通过，先不要升级。" if failed else "演练通过，可以升级。", file=sys.stderr)
    return int(bool(failed))


def rehearse(folder: Path, backup: Path | None) -> Iterator[dict[str, object]]:
    """Each step with its outcome; the first that fails is the last."""
    for step, work in (
        ("准备副本", lambda: prepare(folder, backup)),
        ("更新表结构，核对封存", lambda: verify(folder)),
        ("打开每个页面", lambda: pages(folder)),
    ):
        started = time.monotonic()
        try:
            says, failed = work(), False
        except Refused as refusal:
            says, failed = str(refusal), True
        yield {"step": step, "says": says, "seconds": round(time.monotonic() - started, 1), "failed": failed}
        if failed:
            return


def prepare(folder: Path, backup: Path | None) -> str:
    if backup:
        unpack(backup, folder)
    else:
        copy_county(folder / DATABASE)
        (folder / KEY).write_text(keys())
    check_file(folder / DATABASE)
    return f"{(folder / DATABASE).stat().st_size / (1 << 20):.0f} MB，完好"


def verify(folder: Path) -> str:
    told = ask(folder, "audit", "verify", "--json")
    if not told["holds"]:
        raise Refused(told["findings"][0]["says"])
    return f"{told['sealed']:,} 个变更集与封存一致"


def pages(folder: Path) -> str:
    told = ask(folder, "rehearse", "--pages")
    if told["broken"]:
        raise Refused(f"打不开：{'、'.join(told['broken'][:5])}")
    return f"各个岗位共打开 {told['opened']:,} 页，没有出错"


def ask(folder: Path, *command: str) -> dict[str, object]:
    """What a command says that works in the copy."""
    env = {**os.environ, "TENGLONG_HOME": str(folder)}
    env.pop("TENGLONG_DATABASE_URL", None)
    whole = (sys.executable, "-m", "tenglong.cli.main", *command)
    done = subprocess.run(whole, env=env, capture_output=True, text=True, check=False, timeout=LONGEST_S)
    try:
        told: dict[str, object] = json.loads(done.stdout)
    except ValueError:
        raise Refused(f"没有做完：{done.stderr.strip()[-500:]}") from None
    return told


def open_pages() -> dict[str, object]:
    """Every page without an argument, as one person of each set of roles."""
    people = {frozenset(grant.role for grant in person.grants.all()): person for person in list_people()}
    names = [one.name for one in get_resolver().url_patterns[0].url_patterns if is_page(one)]
    opened, broken = 0, []
    for person in people.values():
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(person, backend=BACKEND)
        for name in names:
            answer = client.get(reverse(name))
            opened += 1
            if answer.status_code >= BROKEN:
                broken.append(f"{name}（{person.name}）")
    return {"opened": opened, "broken": broken}


def is_page(pattern: object) -> bool:
    return isinstance(pattern, URLPattern) and bool(pattern.name) and not pattern.pattern.regex.groups
