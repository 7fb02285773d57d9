"""A throw-away county filled beforehand: enterprises and observations, written by statements of the database itself.

What is filled tells of nobody's action, so it goes round the program by a connection of its own; the guard of the audit
stays as it is. Indexes are made after the rows, which is what makes ten million rows bearable.
"""

import re
import sqlite3
import time
from pathlib import Path

from stdnum.cn.uscc import calc_check_digit

from benchmarks.county import COUNTY

METRICS = ("用地面积", "税收", "营业收入", "工业增加值", "用电", "用能", "研发经费", "从业人数", "出口", "排放")
FIRST_YEAR, YEARS = 2015, 10
ELSEWHERE = "330803"  # every tenth enterprise lies where the officer sees nothing
BRANDS = "恒宏鼎盛瑞泰永隆德正天新大中立方明嘉佳联富信诚益美康锦凯利通顺安达汇源丰创科远博力航飞翔腾骏"
TRADES = ("机械", "轴承", "机电", "电子", "新材料", "纸业", "包装", "木业", "家居", "五金", "化工", "塑料", "建材")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "厂")
TOWNS = ("东坪", "溪口", "石桥", "城关", "白鹭", "新塘", "上垟", "云湖")


def firm(number: int) -> dict[str, object]:
    """An invented enterprise; the same for the same number."""
    first, second = BRANDS[number % 41], BRANDS[number // 41 % 41]
    name = f"{TOWNS[number % 8]}{first}{second}{TRADES[number // 1681 % 13]}{FORMS[number % 4]}"
    return {
        "code": code_of(number), "name": name, "region_code": COUNTY if number % 10 else ELSEWHERE,
        "scale": ("规上", "规下")[number % 5 > 0],
        "industry": f"{13 + number % 30}00 制造业", "registered_on": f"{1990 + number % 33}-0{number % 9 + 1}-15",
        "capital_wan": number % 9000 + 1, "currency": "人民币", "status": "存续", "subject_kind": "法人",
        "address": f"{TOWNS[number % 8]}街道兴工路{number % 400 + 1}号", "scope": "五金、机械加工",
        "kind": "有限责任公司",
    }  # fmt: skip


def code_of(number: int) -> str:
    """The code of an enterprise."""
    body = f"91{COUNTY}MB{number:07}"
    return body + calc_check_digit(body)


def fill(home: Path, enterprises: int, observations: int) -> float:
    """Fill the county's file; gives the seconds it took. Each enterprise has as many observations as any other."""
    from tenglong.records.ledgers.pinyin import initials  # noqa: PLC0415  django must be set up before

    began = time.perf_counter()
    con = sqlite3.connect(home / "tenglong.sqlite3", isolation_level=None)
    con.execute("PRAGMA synchronous=OFF")
    con.execute("PRAGMA cache_size=-400000")
    indexes = _without_indexes(con, "registry_observation")
    con.execute("BEGIN")
    for number in range(1, enterprises + 1):
        row = firm(number)
        _insert(con, "registry_enterprise", row | {"pinyin": initials(str(row["name"]))})
    _observe(con, observations // enterprises)
    con.execute("COMMIT")
    for statement in indexes:
        con.execute(statement)
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    con.close()
    return time.perf_counter() - began


def _without_indexes(con: sqlite3.Connection, table: str) -> list[str]:
    """Drop the indexes of a table; gives the statements that make them again."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    found = con.execute(asked, (table,)).fetchall()
    for name, _ in found:
        con.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _insert(con: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    """One row; a column that must have something and was not given has nothing in it."""
    whole = {column: _nothing(kind) for column, kind in _must(con, table)} | row
    names = ", ".join(f'"{name}"' for name in whole)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(whole))})", list(whole.values()))


_columns: dict[str, list[tuple[str, str]]] = {}


def _must(con: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    if table not in _columns:
        found = con.execute(f"PRAGMA table_info({table})").fetchall()
        _columns[table] = [(name, kind) for _, name, kind, must, _, key in found if must and not key]
    return _columns[table]


def _nothing(kind: str) -> object:
    return 1 if re.match("integer", kind, re.IGNORECASE) else ""


def _observe(con: sqlite3.Connection, each: int) -> None:
    """So many figures of every enterprise: metrics by years, again under another source's name when they run out."""
    con.execute("CREATE TEMP TABLE told (metric TEXT, period TEXT)")
    kinds = [
        (f"{METRICS[n % 10]}{n // 100 or ''}", str(FIRST_YEAR + n // 10 % YEARS)) for n in range(each)
    ]  # fmt: skip
    con.executemany("INSERT INTO told VALUES (?, ?)", kinds)
    given = {
        "version": "1", "subject": "'enterprise:' || e.code", "metric": "t.metric", "period": "t.period",
        "key": "'enterprise:' || e.code || '|' || t.metric || '|' || t.period || '|' || e.region_code",
        "value": "(e.id * 7919 + t.rowid * 104729) % 100000", "unit": "'万元'", "region_code": "e.region_code",
        "enterprise_code": "e.code", "source": "'年报'",
    }  # fmt: skip
    whole = {column: "''" for column, _ in _must(con, "registry_observation")} | given
    con.execute(
        f"INSERT INTO registry_observation ({', '.join(whole)}) SELECT {', '.join(whole.values())} "
        f"FROM registry_enterprise e CROSS JOIN told t WHERE e.code LIKE '91{COUNTY}MB%' ORDER BY e.id"
    )
