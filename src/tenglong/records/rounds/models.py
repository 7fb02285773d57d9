"""Tables of rounds. What was frozen is only ever added to."""

from django.db import models

from tenglong.records.mechanisms.models import MechanismVersion


class Round(models.Model):
    """A template sent out for a period by one office. `region_code` is the area asked, `unit_key` the office.

    `to_ask` is how many there were to ask, `login` who goes on where many are asked by pieces.
    """

    class Status(models.TextChoices):
        OPENING = "opening", "分发中"
        OPEN = "open", "填报中"
        MERGED = "merged", "已汇总"
        FROZEN = "frozen", "已定案"

    mechanism = models.ForeignKey(MechanismVersion, on_delete=models.PROTECT, related_name="+")
    collection = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40)
    period = models.CharField(max_length=12)
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    to_ask = models.PositiveIntegerField(default=0)
    without = models.CharField(max_length=1000, blank=True)  # why it was merged without some
    login = models.CharField(max_length=150, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("collection", "region_code", "period"), name="one_round_of_a_period"),
        )
        ordering = ("-period", "collection", "-id")


class Asked(models.Model):
    """One addressee of a round: an office by key or an enterprise by code, and the number of the case it answers in."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="asked")
    addressee = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=20, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "addressee"), name="one_answer_of_an_addressee"),)
        ordering = ("id",)


class Frozen(models.Model):
    """What a round came to at a moment, the `number`-th of it: rows and tables as they were, and a hash over both.

    `moved` says what is other than in the one before, and whose correction moved it.
    """

    only_added = True

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frozen")
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    tables = models.JSONField()
    moved = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="one_freezing_of_a_number"),)
        ordering = ("round", "number")
