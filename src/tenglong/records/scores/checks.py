"""Whether a trial may be published."""

from collections.abc import Iterable, Sequence

from tenglong.core.errors import Refused
from tenglong.core.formula import explain
from tenglong.core.scorecard import Scored, all_facts
from tenglong.playbooks import deciding_of

from .trial import Trial

_NAMED = 5  # that many are named; the others are counted


class CannotPublish(Refused):
    """A run may not be published. The message says who and why."""


def check_publishable(trial: Trial) -> None:
    """Refuse what would not stand: figures that cannot be used, nobody scored, a class that cannot be told."""
    if reasons := blocking(trial):
        raise CannotPublish("不能发布：" + reasons[0])


def blocking(trial: Trial) -> list[str]:
    """Every reason why it may not be published, in sentences; none: it may."""
    return [reason for reason in (_troubled(trial), _unscored(trial), _undecided(trial)) if reason]


def _troubled(trial: Trial) -> str:
    taking_part = {scored.key for scored in trial.outcome.subjects}
    deciding = {spec.name for formula in deciding_of(trial.scorecard) for spec in formula.names}
    troubles = [one for one in trial.gathered.troubles if one.subject in taking_part and one.label in deciding]
    return _told([f"{trial.name(one.subject)}：{one.reason.rstrip('。')}" for one in troubles], "有数据不能用")


def _unscored(trial: Trial) -> str:
    if trial.outcome.ranked:
        return ""
    return f"{trial.period.label}没有一家算得出总分。请先登记或导入这一期的数据，再来发布。"


def _undecided(trial: Trial) -> str:
    told = [
        f"{trial.name(one.key)}：判断不了是不是“{one.undecided}”类（{_why(trial, one)}）" for one in trial.undecided
    ]
    return _told(told, "有企业的类别判断不了，要先由人定下来")


def _why(trial: Trial, scored: Scored) -> str:
    """What is missing in the condition of the class."""
    band = next(band for band in trial.scorecard.bands if band.name == scored.undecided)
    row = trial.gathered.row(scored.key)
    facts = all_facts(trial.scorecard, row, scored, trial.outcome.ranked)
    missing = [spec.name for spec in band.when.names if facts.get(spec.name) is None]
    return f"{'、'.join(missing)}没有填" if missing else "；".join(explain(band.when, facts).sentences())


def _told(cases: Sequence[str], head: str) -> str:
    if not cases:
        return ""
    named: Iterable[str] = cases[:_NAMED]
    more = f"；还有 {len(cases) - _NAMED} 处" if len(cases) > _NAMED else ""
    return f"{head}。{'；'.join(named)}{more}。"
