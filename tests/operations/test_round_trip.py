"""Backup, restore and move, in processes of their own as an administrator does it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from tests.homes import run, settle_home

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = b"%PDF-1.4 invented"
REGIONS = "区划代码,名称\n33,浙江省\n3308,衢州市\n330802,柯城区\n330802101,某镇\n"
VERIFY = ("audit", "verify", "--json")


@dataclass(frozen=True, slots=True)
class Home:
    """A county with a few change-sets, all sealed, and one file."""

    folder: Path
    env: dict[str, str]

    @property
    def paper(self) -> Path:
        name = hashlib.sha256(PAPER).hexdigest()
        return self.folder / "home" / "files" / name[:2] / name

    @property
    def more(self) -> tuple[str, ...]:
        """The command that writes one change-set more."""
        (self.folder / "再加.csv").write_text(REGIONS + "330802102,另一镇\n", encoding="utf-8")
        return ("region", "add", str(self.folder / "再加.csv"))

    def say(self, *commands: tuple[str, ...], **words: str) -> list[dict]:
        """What these commands say, one after the other in one process."""
        done = run(self.env, "tests.operations.session", json.dumps(commands), **words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def sets(said: dict) -> int:
    """How many change-sets a verification saw, all of them whole."""
    told = json.loads(said["out"])
    assert told["holds"], told
    return told["sealed"] + told["unsealed"]


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path, settle_home(tmp_path / "home"))
    home.paper.parent.mkdir(parents=True)
    home.paper.write_bytes(PAPER)
    (tmp_path / "区划.csv").write_text(REGIONS, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Where the county with its backup is kept after it was made once."""
    return tmp_path_factory.mktemp("county") / "made"


@pytest.fixture
def backed_up(home, once):
    """The county with a backup, and one change-set more since besides the backup's own."""
    path = home.folder / "one.tar"
    if once.exists():
        shutil.copytree(once, home.folder, dirs_exist_ok=True)
        return path
    first = ("region", "add", str(home.folder / "区划.csv"))
    said = home.say(first, ("audit", "seal"), VERIFY, ("backup", "-o", str(path)), home.more)
    assert [one["code"] for one in said] == [0] * 5, said
    assert sets(said[2]) == 1
    if connection.vendor == "sqlite":  # on PostgreSQL the tables lie elsewhere, and are emptied after each test
        shutil.copytree(home.folder, once)
    return path


def test_a_backup_is_restored_and_what_was_there_is_kept(home, backed_up):
    assert backed_up.stat().st_mode & 0o077 == 0
    home.paper.unlink()
    now, checked, restored, after = home.say(
        VERIFY, ("restore", str(backed_up), "--check"), ("restore", str(backed_up)), VERIFY
    )
    assert sets(now) == 3
    assert "完好" in checked["out"], checked
    assert "已恢复" in restored["out"], restored
    assert sets(after) == 1
    assert home.paper.read_bytes() == PAPER
    assert len(list((home.folder / "home" / "backups").glob("before-restore-*"))) == 1


@pytest.mark.parametrize(("point", "left"), [("restore.swap:1", 3), ("restore.swapped:1", 1)])
def test_a_restore_that_is_ended_leaves_the_county_as_it_was_or_as_in_the_backup(home, backed_up, point, left):
    key = home.folder / "home" / "secret-key"
    theirs = key.read_text()
    key.write_text("another county's")
    ended = run(home.env, "tenglong.cli.main", "restore", str(backed_up), TENGLONG_END_AT=point)
    assert ended.returncode == 99, ended.stderr
    assert key.read_text().split("\n") == ["another county's", theirs]  # what either has sealed can be read
    assert list((home.folder / "home").glob("restore-*"))
    after, again, restored = home.say(VERIFY, ("restore", str(backed_up)), VERIFY)
    assert sets(after) == left
    assert again["code"] == 0, again
    assert sets(restored) == 1
    assert key.read_text() == theirs
    assert not list((home.folder / "home").glob("restore-*"))


def test_what_is_no_whole_backup_is_refused_and_nothing_changes(home, backed_up):
    whole = backed_up.read_bytes()
    place = whole.index(b"SQLite format 3") + 5000
    bad = {
        "cut": (whole[: len(whole) // 2], "不能使用"),
        "changed": (whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], "与清单不符"),
        "other": (b"hello", "不是腾笼的备份"),
    }
    for name, (data, _) in bad.items():
        (home.folder / f"{name}.tar").write_bytes(data)
    (home.folder / "evil").write_text("x")
    with tarfile.open(backed_up, "a") as tar:
        tar.add(home.folder / "evil", "../outside")
    bad["one"] = (b"", "不认识的内容")
    *said, after = home.say(*(("restore", str(home.folder / f"{name}.tar")) for name in bad), VERIFY)
    for one, (name, (_, why)) in zip(said, bad.items(), strict=True):
        assert one["code"] == 2, name
        assert why in one["err"], (name, one)
    assert sets(after) == 3
    assert not (home.folder.parent / "outside").exists()
    assert not (home.folder / "outside").exists()


def test_nobody_restores_or_moves_while_the_county_is_served(home, backed_up):
    script = (
        "from tenglong.cli.main import set_up_django; set_up_django();"
        "from tenglong.operations.places import alone\n"
        "with alone('启动'):\n print('held', flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen((sys.executable, "-c", script), env=home.env, **pipes) as holder:
        assert holder.stdout.readline() == "held\n"
        there = f"sqlite://{home.folder / 'there.sqlite3'}"
        for said in home.say(("restore", str(backed_up)), ("move", there)):
            assert said["code"] == 2
            assert "网页服务正在运行" in said["err"]
        holder.communicate("\n", timeout=20)


def test_ask_21_a_county_moves_to_another_database(home, backed_up):
    there = f"sqlite://{home.folder / 'there.sqlite3'}"
    moved, again = home.say(("move", there), ("move", there))
    assert "核对一致" in moved["out"], moved
    assert "已经有一个县的数据" in again["err"]
    home.env["TENGLONG_DATABASE_URL"] = there
    before, more, after = home.say(VERIFY, ("audit", "seal"), VERIFY)
    assert (sets(before), more["code"], sets(after)) == (3, 0, 3)
    assert backed_up.exists()


@pytest.mark.skipif(not os.environ.get("TENGLONG_DATABASE_URL"), reason="no PostgreSQL here; CI has one")
@pytest.mark.usefixtures("backed_up")
def test_ask_21_a_county_moves_from_postgresql_to_sqlite_and_back(home):
    here, there = home.env["TENGLONG_DATABASE_URL"], f"sqlite://{home.folder / 'there.sqlite3'}"
    back = here.rpartition("/")[0] + "/tenglong_back"
    (moved,) = home.say(("move", there))
    assert moved["code"] == 0, moved
    home.env["TENGLONG_DATABASE_URL"] = there
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE tenglong_back")
    try:
        before, returned = home.say(VERIFY, ("move", back))
        assert sets(before) == 3
        assert returned["code"] == 0, returned
        home.env["TENGLONG_DATABASE_URL"] = back
        written, after = home.say(("mechanism", "install"), VERIFY)
        assert written["code"] == 0, written
        assert sets(after) > 3
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE tenglong_back WITH (FORCE)")


def test_the_upgrade_is_rehearsed_on_a_copy(home, backed_up):
    rehearsed, after = home.say(("rehearse", str(backed_up)), VERIFY)
    assert rehearsed["code"] == 0, rehearsed
    assert "演练通过" in rehearsed["err"]
    assert sets(after) == 3
    assert not list((home.folder / "home").glob("rehearse-*"))


def test_health_says_what_to_do(home, tmp_path):
    first, made, again = home.say(("health", "--deep", "--json"), ("backup",), ("health",))
    lights = {one["label"]: one for one in json.loads(first["out"])}
    assert lights["备份"]["light"] == "要处理"
    assert "备份" in lights["备份"]["remedy"]
    assert lights["数据库"]["light"] == lights["材料文件"]["light"] == lights["表结构"]["light"] == "好"
    assert (first["code"], made["code"], again["code"]) == (1, 0, 0), again
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "home" / "tenglong.sqlite3") as county:
            county.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0002_sealed'")
        (after,) = home.say(("health",))
        assert "没有更新" in after["out"]
