"""What takes how much room: rows by kind, files by type."""

from dataclasses import dataclass

from django.db import connection

from tenglong.records.files.queries import list_sizes
from tenglong.records.people.rights import By, check_may

from .copying import kept
from .places import backups

_MOST = 15
_WORDS = {
    "audit_change": "变更历史：行",
    "audit_changeset": "变更历史：变更集",
    "audit_reading": "阅读记录",
    "audit_seal": "变更历史：封存",
    "cases_case": "办件",
    "cases_entry": "办件经过",
    "cases_steprun": "办件步骤",
    "files_evidence": "材料",
    "files_file": "文件",
    "imports_batch": "导入：批次",
    "imports_row": "导入：读到的行",
    "ledgers_indexentry": "台账：索引",
    "ledgers_record": "台账和办件内容",
    "links_line": "名册：行",
    "people_person": "人员",
    "registry_enterprise": "企业",
    "registry_observation": "数据",
    "registry_occupancy": "用地",
    "registry_parcel": "地块",
    "registry_plant": "厂房",
    "scores_scorerow": "评价结果：行",
}
_TYPES = {"application/pdf": "PDF", "image/png": "图片 PNG", "image/jpeg": "图片 JPEG"}


@dataclass(frozen=True, slots=True)
class Room:
    """Something that takes room: how many, and how many bytes; None where that is not known apart."""

    label: str
    count: int
    bytes: int | None


def list_room(by: By) -> list[Room]:
    """The database as a whole and its largest tables, files by type, backups."""
    check_may(by, "operate")
    return [_database(), *_tables(), *_files(), _kept_backups()]


def _database() -> Room:
    of_postgresql = "SELECT pg_database_size(current_database())"
    of_sqlite = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    with connection.cursor() as cursor:
        cursor.execute(of_sqlite if connection.vendor == "sqlite" else of_postgresql)
        return Room("数据库", 1, cursor.fetchone()[0])


def _tables() -> list[Room]:
    """By the highest key, which is quick and close: rows are hardly ever taken away."""
    found = []
    for model in kept():
        key = model._meta.pk
        if key is None or key.get_internal_type() not in {"BigAutoField", "BigIntegerField"}:
            continue
        newest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        label = _WORDS.get(model._meta.db_table, f"表 {model._meta.db_table}")
        found.append(Room(label, newest, _bytes_of(model._meta.db_table)))
    found = [room for room in found if room.count]
    return sorted(found, key=lambda room: -room.count)[:_MOST]


def _bytes_of(table: str) -> int | None:
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        return int(cursor.fetchone()[0])


def _files() -> list[Room]:
    return [
        Room(f"文件：{_TYPES.get(media_type, media_type)}", count, size) for media_type, count, size in list_sizes()
    ]


def _kept_backups() -> Room:
    there = [path for path in backups().rglob("*") if path.is_file()]
    return Room("备份", len(there), sum(path.stat().st_size for path in there))
