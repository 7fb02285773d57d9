"""The four cards of a case: what was promised, what is left."""

from dataclasses import dataclass

from tenglong.core.clocks import Reading, china_time
from tenglong.records.cases.queries import CaseView


@dataclass(frozen=True, slots=True)
class Promise:
    """A clock as cards; not `counted`: there is none."""

    label: str
    used: int = 0
    total: int = 0
    unit: str = ""
    left: int = 0
    percent: int = 0
    due: str = ""
    words: str = "没有定时限"
    counted: bool = False

    @property
    def over(self) -> int:
        """Units by which it is overdue."""
        return max(0, -self.left)


def promise_of(view: CaseView) -> Promise:
    """The promise over the whole case, else the clock of the step in hand that is due first."""
    if view.reading:
        return _promise("承诺时限", view.reading)
    running = [step for step in view.open_steps if step.reading]
    if not running:
        return _over(view) if view.case.closed_at else Promise("时限", words=_waits(view))
    first = min(running, key=lambda step: step.reading.due_on)
    return _promise(f"本步时限 · {first.spec.label}", first.reading)


def _waits(view: CaseView) -> str:
    """A limit that cannot run yet says what for."""
    return next((step.lit.words for step in view.open_steps if step.spec.limits), "没有定时限")


def _over(view: CaseView) -> Promise:
    days = (china_time(view.case.closed_at).date() - china_time(view.case.opened_at).date()).days
    return Promise("全程用时", words=f"{days} 天")


def _promise(label: str, reading: Reading) -> Promise:
    total = reading.used + reading.left
    percent = min(100, round(100 * reading.used / total)) if total > 0 else 100
    due = f"到期 {reading.due_on}"
    if reading.paused:
        due = f"已停钟，若现在恢复则 {reading.due_on} 到期"
    if reading.paused_days:
        due += f"，停钟退还 {reading.paused_days} {reading.unit.label}"
    if reading.provisional:
        due += "（放假安排未公布，暂定）"
    return Promise(label, reading.used, total, reading.unit.label, reading.left, percent, due, counted=True)
