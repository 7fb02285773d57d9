"""Publishing a run: computed, kept and told to the audit in one change-set. Nothing here changes or removes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tenglong.core.scorecard import Scored
from tenglong.playbooks import DeclaredLedger
from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.mechanisms.models import MechanismVersion
from tenglong.records.people.rights import By, check_may

from .checks import CannotPublish, check_publishable
from .models import ListedCase, Run, ScoreRow
from .origins import origins_of
from .snapshot import Origins, bars, digest, exact, kept_data
from .trial import ENGINE, Supplied, Trial, try_out

_BATCH = 500
_NO_VALUES: Mapping[str, Supplied] = {}


def publish_run(
    *,
    scorecard: str,
    region: str,
    period: str,
    supplied: Mapping[str, Supplied] = _NO_VALUES,
    seen: str = "",
    by: By,
    at: datetime,
) -> Run:
    """Run a scorecard for a region and a period and publish it. CannotPublish says who and why not.

    `supplied` are the county's values, by label, of parameters that the rule leaves open; one left out stays unknown.
    Where that period was published before, the new run replaces it; the same again is refused. `seen` is the mark of
    the trial that was looked at: when it would come out otherwise now, nothing is published.
    """
    check_may(by, "score", region=region)
    trial = try_out(scorecard, region=region, period=period, supplied=supplied)
    check_publishable(trial)
    if seen not in ("", trial.mark):
        raise CannotPublish("没有发布：预览之后登记的数据变了，结果和您看到的不一样了。请再看一遍下面的结果，再发布。")
    origins = origins_of(trial)
    label = f"{trial.scorecard.label}（{trial.period.label}）"
    with change_set(by=by, at=at, action="scores.publish_run", summary=f"发布{label}") as trail:
        replaced = Run.objects.filter(
            scorecard=scorecard, region_code=region, period=trial.period.text, replaced_by=None
        ).first()
        run = _run(trial, replaced, by, at)
        rows = [_row(run, trial, scored, origins) for scored in trial.outcome.subjects]
        run.sha256 = digest(run, run.mechanism.sha256, rows)
        if replaced and replaced.sha256 == run.sha256:
            raise CannotPublish(f"不能再发布：{label}与第 {replaced.number} 次发布的完全相同，没有要更正的。")
        _save(run, rows)
        _tell(trail, run)
    return run


def note_listed_case(trail: Trail, *, row: ScoreRow, list: str, number: str) -> None:
    """A case was opened from a list of a run, as part of a larger action."""
    ListedCase.objects.create(row=row, list=list, number=number)
    trail.created("listed_case", number, {"run": row.run_id, "subject": row.subject, "list": list})


def _run(trial: Trial, replaced: Run | None, by: By, at: datetime) -> Run:
    return Run(
        scorecard=trial.scorecard.key,
        mechanism=MechanismVersion.objects.get(pk=trial.version),
        region_code=trial.region,
        period=trial.period.text,
        number=replaced.number + 1 if replaced else 1,
        parameters=[_parameter(trial, one.label) for one in trial.scorecard.parameters],
        means=[exact(mean) for mean in trial.outcome.means],
        unsure=sorted(trial.outcome.unsure),
        subjects=len(trial.outcome.subjects),
        ranked=trial.outcome.ranked,
        engine=ENGINE,
        by=actor_text(by),
        at=at,
        replaces=replaced,
    )


def _parameter(trial: Trial, label: str) -> dict[str, Any]:
    one = next(one for one in trial.scorecard.parameters if one.label == label)
    supplied = label in trial.supplied
    return {"label": label, "value": one.value, "unit": one.unit, "source": one.source, "supplied": supplied}


def _row(run: Run, trial: Trial, scored: Scored, origins: Origins) -> ScoreRow:
    facts = trial.gathered.facts[scored.key]
    lists = zip(trial.scorecard.lists, scored.lists, strict=True)
    return ScoreRow(
        run=run,
        subject=scored.key,
        name=trial.name(scored.key),
        region_code=facts.get("region_code") or trial.region,
        enterprise_code=_enterprise(trial, scored.key),
        total=scored.total,
        rank=scored.rank,
        band=scored.band or "",
        listed=bars(one.key for one, holds in lists if holds),
        data=kept_data(trial, scored, origins),
    )


def _enterprise(trial: Trial, subject: str) -> str:
    """The enterprise that a subject is, or that its record is about."""
    ledger = trial.gathered.over.ledger
    if ledger.key == "enterprise":
        return subject
    tied = ledger.enterprise_field if isinstance(ledger, DeclaredLedger) else None
    return str(trial.gathered.facts[subject].get(tied or "") or "")


def _save(run: Run, rows: list[ScoreRow]) -> None:
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            ScoreRow.objects.bulk_create(rows, batch_size=_BATCH)
    except IntegrityError:
        raise CannotPublish("没有发布：别人刚刚发布过这一期，请刷新后看看还要不要更正。") from None


def _tell(trail: Trail, run: Run) -> None:
    """The audit keeps the hash, which stands for every row."""
    told = {
        "scorecard": run.scorecard,
        "region": run.region_code,
        "period": run.period,
        "number": run.number,
        "subjects": run.subjects,
        "ranked": run.ranked,
        "parameters": run.parameters,
        "sha256": run.sha256,
        "replaces": run.replaces_id,
    }
    trail.created("run", run.pk, told)
