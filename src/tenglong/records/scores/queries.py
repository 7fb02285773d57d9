"""Reading scores: a preview of what would be published, and what was, always through the row filter."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.core.scorecard import Scorecard
from tenglong.records.audit.queries import newest_ids
from tenglong.records.mechanisms.queries import list_current, version
from tenglong.records.people.rights import By, can, check_may, enterprises_of, within

from .models import ListedCase, Run, ScoreRow
from .snapshot import BAR, digest
from .trial import Supplied, Trial, try_out, with_parameters

_KEPT_TRIALS = 8


class NoSuchRun(Refused):
    """The run is not there, or nothing of it is for this person: the two are not told apart."""


def preview(scorecard: str, *, region: str, period: str, supplied: Mapping[str, Supplied], by: By) -> Trial:
    """What would be published for a region and a period, over every subject there. CannotDo without the right."""
    check_may(by, "score", region=region)
    return _kept(scorecard, region, period, tuple(sorted(supplied.items())), newest_ids())


def list_scorecards() -> dict[str, Scorecard]:
    """The scorecards of every installed mechanism, by key."""
    return {key: one for mechanism in list_current() for key, one in mechanism.scorecards.items()}


def list_runs(by: By, *, scorecard: str = "", current: bool = False) -> QuerySet[Run]:
    """Runs of which `by` sees a row, the newest period first; `current`: those that none replaces."""
    runs = Run.objects.filter(Exists(ScoreRow.objects.filter(_seen(by), run=OuterRef("pk"))))
    if scorecard:
        runs = runs.filter(scorecard=scorecard)
    return runs.filter(replaced_by=None) if current else runs


def get_run(by: By, run_id: int) -> Run:
    """The run under that number."""
    found = list_runs(by).select_related("mechanism", "replaces", "replaced_by").filter(pk=run_id).first()
    if found is None:
        raise NoSuchRun("没有找到这次评价：没有发布过，或不在您的数据范围内。请从“评价”里选一次。")
    return found


def scorecard_of(run: Run) -> Scorecard:
    """The scorecard as it was run: of its mechanism's version then, with the county's values."""
    scorecard = version(run.mechanism_id).scorecards[run.scorecard]
    given = {one["label"]: Supplied(one["value"], one["source"]) for one in run.parameters if one["supplied"]}
    return with_parameters(scorecard, given)


def list_scores(by: By, run: Run, *, search: str = "", band: str | None = None, listed: str = "") -> QuerySet[ScoreRow]:
    """The rows of a run that `by` may open, by rank: those of the own enterprise, or with `open_rows` all that is seen.

    `band` is a class, empty for those without one; `listed` the key of a list.
    """
    rows = ScoreRow.objects.filter(_seen(by), run=run)
    if not can(by, "open_rows"):
        rows = rows.filter(enterprise_code__in=enterprises_of(by))
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(subject__istartswith=word))
    if band is not None:
        rows = rows.filter(band=band)
    return rows.filter(listed__contains=f"{BAR}{listed}{BAR}") if listed else rows


def get_score(by: By, run: Run, subject: str) -> ScoreRow:
    """How one subject came out."""
    found = list_scores(by, run).filter(subject=subject).first()
    if found is None:
        raise NoSuchRun(f"没有找到 {subject} 在这次评价里的结果：没有参评，或不在您的数据范围内。")
    found.run = run
    return found


def list_scores_of(by: By, enterprise_code: str) -> QuerySet[ScoreRow]:
    """Every year's standing of an enterprise, the newest first, of the runs that none replaces."""
    rows = ScoreRow.objects.filter(_seen(by), enterprise_code=enterprise_code, run__replaced_by=None)
    if not can(by, "open_rows"):
        rows = rows.filter(enterprise_code__in=enterprises_of(by))
    return rows.select_related("run").order_by("-run__period", "run__scorecard")


def count_classes(by: By, run: Run) -> dict[str, int]:
    """How many of the ranked that `by` sees are in each class; empty: without one."""
    return count_classes_of(by, [run]).get(run.pk, {})


def count_classes_of(by: By, runs: Iterable[Run]) -> dict[int, dict[str, int]]:
    """The same of several runs, by their ids."""
    rows = ScoreRow.objects.filter(_seen(by), run__in=list(runs), rank__isnull=False).order_by()
    found: dict[int, dict[str, int]] = {}
    for run, band, count in rows.values_list("run", "band").annotate(count=Count("pk")):
        found.setdefault(run, {})[band] = count
    return found


def count_scores(by: By, run: Run) -> tuple[int, int]:
    """How many rows of a run `by` sees, and how many of them are ranked."""
    found = ScoreRow.objects.filter(_seen(by), run=run).aggregate(all=Count("pk"), ranked=Count("rank"))
    return found["all"], found["ranked"]


def count_listed(by: By, run: Run, key: str) -> int:
    """How many that `by` sees are on a list."""
    return ScoreRow.objects.filter(_seen(by), run=run, listed__contains=f"{BAR}{key}{BAR}").count()


def find_origin(by: By, number: str) -> ListedCase | None:
    """The list of a run that a case was opened from, if `by` sees that row."""
    return list_origins(by, [number]).first()


def list_origins(by: By, numbers: Iterable[str]) -> QuerySet[ListedCase]:
    """The lists of runs that cases were opened from, as far as `by` sees their rows."""
    rows = ScoreRow.objects.filter(_seen(by))
    return ListedCase.objects.filter(number__in=list(numbers), row__in=rows).select_related("row__run")


def is_intact(run: Run) -> bool:
    """Whether what is kept still has the hash it was published with."""
    return digest(run, run.mechanism.sha256, run.rows.all()) == run.sha256


def forget() -> None:
    """Forget every trial, where the numbers of change-sets begin again."""
    _kept.cache_clear()


@lru_cache(maxsize=_KEPT_TRIALS)
def _kept(
    scorecard: str, region: str, period: str, given: tuple[tuple[str, Supplied], ...], _state: tuple[int, ...]
) -> Trial:
    return try_out(scorecard, region=region, period=period, supplied=dict(given))


def _seen(by: By) -> Q:
    return within(by, enterprise="enterprise_code")
