"""How the county's program is: each thing with a light, what was found, and what to do."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenglong.records.audit.sealing import head, unsealed
from tenglong.records.files.queries import list_digests
from tenglong.records.people.rights import By, check_may

from .backup import list_backups
from .places import home

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
_GB = 1 << 30


@dataclass(frozen=True, slots=True)
class Light:
    """One thing looked at; `remedy` is empty where nothing is to be done."""

    label: str
    light: str
    says: str
    remedy: str = ""


Check = Callable[[datetime], Light]
_more: list[Check] = []


def register_check(check: Check) -> None:
    """Look at something else too, which stands above: jobs. Said at start-up."""
    if check not in _more:
        _more.append(check)


def look(by: By, *, at: datetime, deep: bool = False) -> list[Light]:
    """Everything; `deep` also reads the whole database and looks for every file, which takes its time."""
    check_may(by, "operate")
    if (tables := _migrations()).light != GREEN:  # what else is asked may need tables that are not there yet
        return [_database(deep), tables, _disk()]
    lights = [_database(deep), tables, _disk(), _seals(at), _backups(by, at), _log()]
    lights += [check(at) for check in _more]
    return [*lights, _files()] if deep else lights


def worst(lights: list[Light]) -> str:
    """The worst of the lights."""
    return next((colour for colour in (RED, YELLOW) if any(one.light == colour for one in lights)), GREEN)


def _database(deep: bool) -> Light:
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SHOW server_version")
                return Light("数据库", GREEN, f"PostgreSQL {cursor.fetchone()[0]}，连得上。")
            if not deep:
                cursor.execute("SELECT 1")
                return Light("数据库", GREEN, f"SQLite {sqlite3.sqlite_version}，打得开。")
            cursor.execute("PRAGMA quick_check(1)")
            says = cursor.fetchone()[0]
    except DatabaseError as problem:
        return Light("数据库", RED, f"用不了：{problem}", "停下服务，用最近的备份恢复：tenglong restore 文件。")
    if says == "ok":
        return Light("数据库", GREEN, f"SQLite {sqlite3.sqlite_version}，全部读过，完好。")
    return Light("数据库", RED, f"已损坏：{says}", "停下服务，用最近的备份恢复：tenglong restore 文件。")


def _migrations() -> Light:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return Light("表结构", RED, f"有 {len(waiting)} 处没有更新。", "重新启动网页服务，启动时会更新。")
    return Light("表结构", GREEN, "与程序一致。")


def _disk() -> Light:
    total, _, free = shutil.disk_usage(home())
    says = f"还有 {free / _GB:.1f} GB，共 {total / _GB:.0f} GB。"
    remedy = "清理旧备份，或换大一些的磁盘。写满后谁也存不进去。"
    if free < max(_GB, total * 0.03):
        return Light("磁盘", RED, says, remedy)
    return Light("磁盘", YELLOW, says, remedy) if free < total * 0.1 else Light("磁盘", GREEN, says)


def _seals(at: datetime) -> Light:
    newest = head()
    if newest is None:
        says = "还没有封存过变更历史。"
        return Light("变更封存", YELLOW, says, "启动网页服务，它会封存；或运行 tenglong audit seal。")
    waiting = unsealed(newest.change_set_id).count()
    if waiting and at - newest.at > timedelta(minutes=10):
        says = f"有 {waiting:,} 个变更没有封存，上次封存在 {newest.at.astimezone(at.tzinfo):%Y-%m-%d %H:%M}。"
        return Light("变更封存", YELLOW, says, "启动网页服务，它会封存；或运行 tenglong audit seal。")
    return Light("变更封存", GREEN, f"封存到第 {newest.number:,} 号，{waiting:,} 个刚写入的待封存。")


def _backups(by: By, at: datetime) -> Light:
    made = [one.manifest.made_at for one in list_backups(by) if one.manifest]
    remedy = "现在做一份备份，下载到另一台机器上保存。"
    if not made:
        return Light("备份", RED, "备份文件夹里没有备份。", remedy)
    days = (at - max(made)).days
    says = f"最近一份是 {max(made).astimezone(at.tzinfo):%Y-%m-%d %H:%M} 做的。"
    light = RED if days >= 30 else YELLOW if days >= 7 else GREEN
    return Light("备份", light, says, remedy if days >= 7 else "")


def _log() -> Light:
    if connection.vendor != "sqlite":
        return Light("写入日志", GREY, "由 PostgreSQL 管理。")
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > _GB:
        return Light("写入日志", YELLOW, f"有 {size / _GB:.1f} GB，没有及时并入数据库。", "重新启动网页服务。")
    return Light("写入日志", GREEN, f"{size / (1 << 20):.0f} MB。")


def _files() -> Light:
    folder = Path(settings.FILES_ROOT)
    lost = [one for one in list_digests() if not (folder / one[:2] / one).exists()]
    if lost:
        says = f"有 {len(lost):,} 个文件不在了，如 {lost[0][:12]}…"
        return Light("材料文件", RED, says, "从备份里取回 files 文件夹：恢复备份只补文件，不会覆盖。")
    return Light("材料文件", GREEN, "登记的文件都在。")
