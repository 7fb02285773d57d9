"""The light of the background's work, and what a command leaves behind."""

from datetime import datetime, timedelta

import pytest
from tests.homes import run, settle_home

from tenglong.core.clocks import CHINA
from tenglong.jobs import queue
from tenglong.jobs.watch import watch

AT = datetime(2026, 3, 2, 9, tzinfo=CHINA)


@pytest.fixture
def served(settings, tmp_path, monkeypatch):
    """The queue as it is served, by threads that never come."""
    settings.HOME = tmp_path
    for name, value in (("THREADS", 0), ("_work", queue._work), ("_consumer", None), ("failed", [])):
        monkeypatch.setattr(queue, name, value)
    return queue.start()


def test_what_waits_long_and_what_stopped_is_said(served):
    assert (watch(AT).light, watch(AT).says) == ("green", "0 件等着。")
    queue.enqueue("imports.go_on", by="wangmin", at=AT, batch=1)
    queue.enqueue("imports.go_on", by="wangmin", at=AT + timedelta(minutes=9), batch=2)
    assert watch(AT + timedelta(minutes=10)).light == "green"
    late = watch(AT + timedelta(minutes=20))
    assert (late.light, late.says) == ("yellow", "2 件等着，最早的从 2026-03-02 09:00 等起。")
    served.worker_threads.append((None, served.scheduler))
    served.stop(graceful=False)
    served.scheduler.join()
    assert (watch(AT).light, "重新启动" in watch(AT).remedy) == ("red", True)


@pytest.mark.usefixtures("served")
def test_what_went_wrong_is_said():
    queue.run("nothing.known", "nobody", AT.isoformat(), {})
    assert watch(AT).says == "启动以来有 1 件出了错，最近一件是 nothing.known。"


@pytest.mark.django_db(transaction=True)
def test_a_command_leaves_no_log_behind(tmp_path):
    home = tmp_path / "home"
    env = settle_home(home)
    done = run(env, "tenglong.cli.main", "audit", "seal")
    assert done.returncode == 0, done.stderr
    assert not [one.name for one in home.iterdir() if one.name.endswith("-wal")]
