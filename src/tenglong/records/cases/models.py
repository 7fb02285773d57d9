"""Tables of cases."""

from django.db import models


class Serial(models.Model):
    """The last number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """A run of a procedure over one record. `due_on`, `warn_on` are computed from the facts and stored for lists.

    `enterprise_code`, `parcel_code` and `region_code` repeat the record's, for the row filter and for pages that
    collect the cases of a plot. `data` of the record holds the ledger's fields and those filled in at steps.
    """

    number = models.CharField(max_length=20, unique=True)
    mechanism = models.ForeignKey("mechanisms.MechanismVersion", on_delete=models.PROTECT, related_name="cases")
    procedure = models.CharField(max_length=80)
    record = models.OneToOneField("ledgers.Record", on_delete=models.PROTECT, related_name="case")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    warn_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40)
    enterprise_code = models.CharField(max_length=18, blank=True, db_index=True)
    parcel_code = models.CharField(max_length=40, blank=True, db_index=True)
    opened_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="opened")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("procedure", "status", "due_on")),
            models.Index(fields=("procedure", "due_on")),
            models.Index(fields=("procedure", "opened_at")),
            models.Index(fields=("region_code", "procedure", "status")),
        )
        ordering = ("-opened_at", "-id")


class StepRun(models.Model):
    """One round of one step of a case, with its own clock. The newest round is the present one.

    `region_code` repeats the case's, so that what waits for somebody is found without the cases.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    unit_key = models.CharField(max_length=40)
    region_code = models.CharField(max_length=12)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    warn_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "step", "round"), name="one_run_of_a_round"),)
        indexes = (models.Index(fields=("status", "unit_key", "role", "due_on")),)
        ordering = ("case", "id")


class Stop(models.Model):
    """A stretch in which a step's clock stood still; the days are given back."""

    step_run = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="stops")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60)

    class Meta:
        ordering = ("since",)


class HandedOn(models.Model):
    """A case that a person has handed on: it waits for them no more, whatever their roles."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handed_on")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "person"), name="handed_on_once"),)


class Entry(models.Model):
    """What happened to a case, in order: the trail that people read. Never changed, never removed.

    `once` is the key that a device gave what it sent: what it sends again under that key is not a second entry.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    step = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=10)  # open, finish, note, pause, resume, return, cancel
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    words = models.CharField(max_length=1000, blank=True)
    data = models.JSONField(default=dict)  # values entered with the act, by field key
    change_set = models.ForeignKey("audit.ChangeSet", null=True, on_delete=models.PROTECT, related_name="+")
    once = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "once"), condition=~models.Q(once=""), name="one_entry_of_a_key"),
        )
        ordering = ("at", "id")
