"""Runs of scorecards: what was published, and how each subject came out."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from tenglong.records.audit.canonical import plain
from tenglong.records.scores.explaining import explain_score
from tenglong.records.scores.queries import count_classes, get_run, get_score, list_runs, list_scores, scorecard_of
from tenglong.reports.links import row_url

from . import clock
from .doors import answers, door
from .words import Most, Name, Number, Start, Words, cursor

router = Router(tags=["评价"])


class RunOut(Schema):
    """A publication. `replaced_by`: the run that corrects it."""

    id: int
    scorecard: str = Field(examples=["evaluation.above_scale"])
    region_code: str
    period: str = Field(examples=["2026"])
    number: int = Field(description="这一期第几次发布")
    subjects: int
    ranked: int
    sha256: str
    by: str
    at: str
    replaces: int | None
    replaced_by: int | None


class Runs(Schema):
    """A page, as they were published."""

    runs: list[RunOut]
    next: str | None = None


class WholeRun(RunOut):
    """A publication with its classes as the reader sees them."""

    label: str
    classes: dict[str, int] = Field(description="各档几家，空的是没有分档的")


class ScoreOut(Schema):
    """How a subject came out. Points are exact text."""

    subject: str
    name: str
    region_code: str
    enterprise_code: str
    total: str | None
    rank: int | None
    band: str
    listed: list[str]
    page: str


class Scores(Schema):
    """By rank. What was published stays, so pages by `start` stay right."""

    scores: list[ScoreOut]
    count: int


class ReasonOut(Schema):
    """One indicator: its value, its points, what stands in where it was missing."""

    label: str
    value: str
    points: str
    substituted: str
    sentences: list[str]


class WholeScore(ScoreOut):
    """A score with its reasons."""

    reasons: list[ReasonOut]


class Asked(Schema):
    """Which runs."""

    scorecard: Words = ""
    current: bool = Field(False, description="只要没有被更正的")
    after: Words = Field("", description="上一页的 next")
    most: Most = 50


class AskedScores(Schema):
    """Which scores of a run."""

    search: Words = ""
    band: Name | None = None
    listed: Words = Field("", description="名单的代号")
    start: Start = 0
    most: Most = 50


@router.get("/runs", **door("read"), response=answers(Runs), summary="列出评价结果")
def runs(request: HttpRequest, asked: Query[Asked]) -> object:
    """发布过的评价，按发布先后。"""
    found = list_runs(request.auth, scorecard=asked.scorecard, current=asked.current)
    page = list(found.filter(pk__gt=cursor(asked.after)).order_by("pk")[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    return Runs(runs=[RunOut(**_about(run)) for run in page], next=str(page[-1].pk) if more else None)


@router.get("/runs/{run}", **door("read"), response=answers(WholeRun), summary="一次评价")
def one_run(request: HttpRequest, run: Number) -> object:
    """一次评价，和您看得到的各档家数。"""
    found = get_run(request.auth, run)
    return WholeRun(**_about(found), label=scorecard_of(found).label, classes=count_classes(request.auth, found))


@router.get("/runs/{run}/scores", **door("read"), response=answers(Scores), summary="一次评价的得分")
def scores(request: HttpRequest, run: Number, asked: Query[AskedScores]) -> object:
    """按名次；要“查看明细”权限，企业只看到自己。"""
    found = list_scores(
        request.auth, get_run(request.auth, run), search=asked.search, band=asked.band, listed=asked.listed
    )
    page = found[asked.start : asked.start + asked.most]
    return Scores(scores=[ScoreOut(**_score(row)) for row in page], count=found.count())


@router.get("/runs/{run}/scores/{subject}", **door("read"), response=answers(WholeScore), summary="一家的得分和理由")
def score(request: HttpRequest, run: Number, subject: Words) -> object:
    """每项指标的值、得分和算法，以发布时的为准。"""
    row = get_score(request.auth, get_run(request.auth, run), subject)
    reasons = [
        ReasonOut(
            label=one.indicator.label,
            value=one.value,
            points=one.points,
            substituted=one.substituted,
            sentences=list(dict.fromkeys(one.explanation.sentences())),
        )
        for one in explain_score(row).reasons
    ]
    return WholeScore(**_score(row), reasons=reasons)


def _about(run: Any) -> dict[str, Any]:
    alike = ("scorecard", "region_code", "period", "number", "subjects", "ranked", "sha256", "by")
    newer = getattr(run, "replaced_by", None)
    told = {name: getattr(run, name) for name in alike}
    return {
        **told,
        "id": run.pk,
        "at": clock.told(run.at),
        "replaces": run.replaces_id,
        "replaced_by": newer.pk if newer else None,
    }


def _score(row: Any) -> dict[str, Any]:
    alike = ("subject", "name", "region_code", "enterprise_code", "rank", "band")
    return {
        **{name: getattr(row, name) for name in alike},
        "total": plain(row.total),
        "listed": [key for key in row.listed.split("|") if key],
        "page": row_url("", f"{row.run_id}/{row.subject}"),
    }
