"""Tables of published scores. What is here was published: it is only ever added to."""

from django.db import models

from tenglong.records.mechanisms.models import MechanismVersion


class Run(models.Model):
    """One publication of a scorecard for a region and a period: the `number`-th of them.

    `parameters` are those it was made with, each with label, value, unit, source and whether the county `supplied` it.
    `means` are the mean points of the indicators, `unsure` the keys of rows that could not be told to take part.
    `sha256` is over what was published and nothing else: the engine, who and when are not in it.
    """

    only_added = True

    scorecard = models.CharField(max_length=80)
    mechanism = models.ForeignKey(MechanismVersion, on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=12, db_index=True)
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    parameters = models.JSONField()
    means = models.JSONField()
    unsure = models.JSONField()
    subjects = models.PositiveIntegerField()
    ranked = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    engine = models.CharField(max_length=20)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("scorecard", "region_code", "period", "number"), name="one_run_of_a_number"
            ),
        )
        ordering = ("-period", "scorecard", "-number")


class ScoreRow(models.Model):
    """How one subject came out. `data` is the snapshot: facts, inputs with the rows they were read from, marks, lists.

    `enterprise_code` is empty where subjects are no enterprises. `listed` are the keys of the lists it is on, each
    between bars: |inefficient|.
    """

    only_added = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="rows")
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    region_code = models.CharField(max_length=12, db_index=True)
    enterprise_code = models.CharField(max_length=18, blank=True, db_index=True)
    total = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rank = models.PositiveIntegerField(null=True)
    band = models.CharField(max_length=40, blank=True)
    listed = models.CharField(max_length=200, blank=True)
    data = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "subject"), name="one_score_of_a_subject"),)
        indexes = (models.Index(fields=("run", "rank")),)
        ordering = ("run", models.F("rank").asc(nulls_last=True), "subject")


class ListedCase(models.Model):
    """A case that was opened from a list of a run: where it comes from."""

    only_added = True

    row = models.ForeignKey(ScoreRow, on_delete=models.PROTECT, related_name="cases")
    list = models.CharField(max_length=40)
    number = models.CharField(max_length=30, unique=True)  # of the case

    class Meta:
        ordering = ("id",)
