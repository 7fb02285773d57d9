"""Scorecards in stories: one is published, a case is opened from a list of it, a subject's score is expected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenglong.playbooks.story import ExpectScore, Listed, Publish
from tenglong.records.cases.models import Case
from tenglong.records.people.rights import By
from tenglong.records.scores.actions import publish_run
from tenglong.records.scores.queries import get_score, scorecard_of
from tenglong.records.scores.trial import Supplied

from .shortlists import newest_run, open_listed_case


def publish(event: Publish, *, region: str, by: By, at: datetime) -> str:
    """Publish as the event says; gives what happened."""
    run = publish_run(
        scorecard=event.scorecard,
        region=region,
        period=event.period,
        supplied={label: Supplied(value, event.source) for label, value in event.supplied.items()},
        by=by,
        at=at,
    )
    return f"{by.name}发布 {scorecard_of(run).label}（{run.period}，第 {run.number} 次）：参评 {run.ranked} 家"


def open_from_list(listed: Listed, values: Mapping[str, Any], *, by: By, at: datetime) -> Case:
    """Open a case from the newest run's list."""
    run = newest_run(by, listed.scorecard)
    return open_listed_case(run=run, list=listed.list, subject=listed.subject, values=values, by=by, at=at)


def expect_score(expected: ExpectScore, by: By) -> tuple[str, bool]:
    """How the subject stands in the newest run of the period, and whether that is as expected."""
    run = newest_run(by, expected.scorecard, period=expected.period)
    row, scorecard = get_score(by, run, expected.subject), scorecard_of(run)
    lists = {one.key for one, holds in zip(scorecard.lists, row.data["lists"], strict=True) if holds}
    points = {one.label: mark["points"] for one, mark in zip(scorecard.indicators, row.data["marks"], strict=True)}
    wrong = [
        f"{what} 应为 {wanted}，现在是 {found}"
        for what, wanted, found in (
            ("总分", expected.value, row.total),
            ("名次", expected.rank, row.rank),
            ("类别", expected.band or None, row.band),
            ("名单", None if expected.lists is None else set(expected.lists), lists),
        )
        if wanted is not None and wanted != found
    ]
    for label, wanted in expected.points.items():
        found = points[label]
        if found is None or wanted != type(wanted)(found):
            wrong.append(f"{label}得分 应为 {wanted}，现在是 {found}")
    told = f"{row.total} 分，第 {row.rank} 名，{row.band or '未定类别'}"
    return f"{row.name}：{'；'.join(wrong) or told}", not wrong
