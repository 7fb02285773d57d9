"""Whether the queue is worked off: its threads, what waits too long, what went wrong since the start."""

from datetime import datetime, timedelta

from tenglong.operations.health import GREEN, RED, YELLOW, Light

from . import queue

_LABEL = "后台工作"
_LONG = timedelta(minutes=15)
_AGAIN = "重新启动网页服务，没有做完的会接着做。"


def watch(at: datetime) -> Light:
    """The light of the queue. Another process than the serving one sees what waits, not the threads."""
    waiting = sorted(queue.list_waiting())
    if not queue.is_alive():
        return Light(_LABEL, RED, f"做后台工作的线程停了，{len(waiting)} 件等着。", _AGAIN)
    if waiting and at - waiting[0] > _LONG:
        since = f"{waiting[0].astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
        remedy = f"前面可能有一件长的正在做，导入页上看得到进度；没有在做的，{_AGAIN}"
        return Light(_LABEL, YELLOW, f"{len(waiting)} 件等着，最早的从 {since} 等起。", remedy)
    if failed := queue.failed:
        says = f"启动以来有 {len(failed)} 件出了错，最近一件是 {failed[-1]}。"
        return Light(_LABEL, YELLOW, says, f"启动窗口或日志里写着原因；{_AGAIN}")
    return Light(_LABEL, GREEN, f"{len(waiting)} 件等着。")
