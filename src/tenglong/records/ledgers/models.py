"""Tables of declared ledgers, and what people keep about registers: their views, and which rows were made one."""

from django.db import models


class Record(models.Model):
    """A row of a declared ledger. `data` holds its values by field key, as canonical JSON values.

    `region_code`, `unit_key` and `enterprise_code` are what the row filter looks at. `identity` is one text for the
    fields that make two records the same; empty where nothing does, or where the record no longer counts. `words` is
    what a search looks through: title, key, listed texts and the initials of the title's reading, in small letters.
    """

    ledger = models.CharField(max_length=80)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40, blank=True)
    enterprise_code = models.CharField(max_length=18, blank=True, db_index=True)
    parcel_code = models.CharField(max_length=40, blank=True, db_index=True)
    identity = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("ledger", "key"), name="one_record_of_a_key"),
            models.UniqueConstraint(
                fields=("ledger", "identity"), condition=~models.Q(identity=""), name="one_record_of_an_identity"
            ),
        )
        indexes = (
            models.Index(fields=("ledger", "region_code"), name="records_of_a_region"),
            models.Index(
                fields=("ledger", "key", "region_code", "unit_key", "enterprise_code"), name="records_in_order"
            ),
        )
        ordering = ("ledger", "key")


class IndexEntry(models.Model):
    """The value of a listed field, typed, so that lists filter and sort in the database."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="index_entries")
    ledger = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    text = models.CharField(max_length=200, null=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    day = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "field"), name="one_entry_of_a_field"),)
        indexes = (
            models.Index(fields=("ledger", "field", "text")),
            models.Index(fields=("ledger", "field", "number")),
            models.Index(fields=("ledger", "field", "day")),
        )


class Serial(models.Model):
    """The last number given out in a ledger whose rows have no key of their own."""

    ledger = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)


class SavedView(models.Model):
    """A list as somebody wants to see it again: columns, conditions and order, as the address of the list says them.

    `login` keeps it; with `unit_key` that person's office sees it too.
    """

    register = models.CharField(max_length=80)
    login = models.CharField(max_length=60)
    unit_key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=40)
    asked = models.CharField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("register", "login", "name"), name="one_view_of_a_name"),)
        ordering = ("name",)


class Merge(models.Model):
    """Two rows of a register made one: what each was, and what was turned from the one that went to the one that stays.

    `before` and `after` are values of the one that stays; `turned` are keys of rows by the name of their pointer.
    Values are JSON values by field key.
    """

    register = models.CharField(max_length=80)
    stays = models.CharField(max_length=60)
    went = models.CharField(max_length=60)
    went_title = models.CharField(max_length=200)
    went_values = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    turned = models.JSONField(default=dict)
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("register", "stays"), name="merges_into"),
            models.Index(fields=("register", "went"), name="merges_of"),
        )
        ordering = ("-id",)
