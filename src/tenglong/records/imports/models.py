"""Tables of imports."""

from django.db import models


class Batch(models.Model):
    """One workbook handed in. It ends applied, reversed or dropped, never between.

    Long work goes by pieces: `done_to` is the number of the last row written; what is put back goes down from there.
    `columns` tells the field of each header, `unknown` the words that no choice has, `standing` what stands against
    an undo that nobody decided yet.
    """

    class Status(models.TextChoices):
        """Where a batch stands."""

        READING = "reading", "读取中"
        MAPPING = "mapping", "待对应列"
        STAGED = "staged", "待确认"
        APPLYING = "applying", "写入中"
        APPLIED = "applied", "已写入"
        REVERSING = "reversing", "撤销中"
        REVERSED = "reversed", "已撤销"
        DROPPED = "dropped", "已放弃"

    kind = models.CharField(max_length=80)
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=200)
    login = models.CharField(max_length=150, blank=True)  # who last set it going; goes on with it after a crash
    at = models.DateTimeField()
    datum = models.CharField(max_length=30, blank=True)  # what its coordinates are in, as told by whoever handed it in
    meridian = models.PositiveSmallIntegerField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_skipped = models.PositiveIntegerField(default=0)  # blank and total rows
    rows_missing = models.PositiveIntegerField(default=0)  # exported, no longer in the sheet: they stay
    sentence = models.TextField(blank=True)  # why it cannot go on
    columns = models.JSONField(default=list)  # [header, field key or empty], in the order of the table
    unknown = models.JSONField(default=list)  # [field key, word, how many rows]
    accepted = models.CharField(max_length=60, blank=True)  # the verdicts that are written
    done_to = models.PositiveIntegerField(default=0)
    work_done = models.PositiveIntegerField(default=0)  # rows of the work under way
    work_total = models.PositiveIntegerField(default=0)
    decision = models.CharField(max_length=10, blank=True)  # keep, force
    withheld = models.BooleanField(default=False)  # the workbook tells of a person what was erased by law
    standing = models.JSONField(default=list)
    standing_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)

    @property
    def meanings(self) -> dict[str, str]:
        """Header → field key, empty where no field, in the order of the table. PostgreSQL keeps no order of keys."""
        return dict(self.columns)


class Row(models.Model):
    """One row of the workbook: what was read, the verdict, and what it changes.

    `key` is what a person knows it by. `before` and `after` are canonical JSON: key of a registry row → its values,
    only those that change; a row that was not there is null before. `ways` are the decisions a person has, each with
    what it would change; `clashes` the cells that somebody else has changed meanwhile.
    """

    class Verdict(models.TextChoices):
        """What becomes of a row."""

        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        DOUBTFUL = "doubtful", "疑似"
        CONFLICT = "conflict", "冲突"
        UNCHANGED = "unchanged", "无变化"
        REFUSED = "refused", "退回"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as in the workbook, the first line is 1
    raw = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=60, blank=True)  # the short name that sums are made of
    sentence = models.TextField(blank=True)  # what is wrong and what to do
    key = models.CharField(max_length=120, blank=True)
    region_code = models.CharField(max_length=12, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    ways = models.TextField(blank=True)
    clashes = models.TextField(blank=True)
    way = models.CharField(max_length=60, blank=True)  # what the person decided; `leave`: it is not written
    undo = models.CharField(max_length=10, blank=True)  # done, kept, forced

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="one_row_of_a_number"),)
        indexes = (models.Index(fields=("batch", "verdict")),)
        ordering = ("number",)


class Remembered(models.Model):
    """What an office means by a header or a word, for one kind of table: asked once.

    `field` is empty for headers, whose `meaning` is a field key, empty for a column that is not read in; otherwise
    `word` in that field means the value `meaning`.
    """

    kind = models.CharField(max_length=80)
    unit_key = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60, blank=True)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "unit_key", "field", "word"), name="one_meaning_of_a_word"),
        )
