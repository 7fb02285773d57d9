"""Tables of imports."""

from django.db import models


class Batch(models.Model):
    """One workbook handed in. It ends applied, reversed or dropped, never between."""

    class Status(models.TextChoices):
        """Where a batch stands."""

        STAGED = "staged", "待确认"
        APPLIED = "applied", "已写入"
        REVERSED = "reversed", "已撤销"
        DROPPED = "dropped", "已放弃"

    kind = models.CharField(max_length=60)
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    rows_skipped = models.PositiveIntegerField(default=0)  # blank and total rows

    class Meta:
        ordering = ("-id",)


class Row(models.Model):
    """One row of the workbook: what was read, the verdict, and what it changes.

    `key` is what a person knows it by. `before` and `after` are canonical JSON: key of a registry row → its values,
    only those that change; a row that was not there is null before.
    """

    class Verdict(models.TextChoices):
        """What becomes of a row."""

        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        UNCHANGED = "unchanged", "无变化"
        REFUSED = "refused", "退回"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as in the workbook, the first line is 1
    raw = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=60, blank=True)  # the short name that sums are made of
    sentence = models.TextField(blank=True)  # what is wrong and what to do
    key = models.CharField(max_length=120, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    undo = models.CharField(max_length=10, blank=True)  # done, conflict, kept, forced

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="one_row_of_a_number"),)
        indexes = (models.Index(fields=("batch", "verdict")),)
        ordering = ("number",)
