"""Tables of declared ledgers."""

from django.db import models


class Record(models.Model):
    """A row of a declared ledger. `data` holds its values by field key, as canonical JSON values.

    `region_code`, `unit_key` and `enterprise_code` are what the row filter looks at. `identity` is one text for the
    fields that make two records the same; empty where nothing does, or where the record no longer counts.
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

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("ledger", "key"), name="one_record_of_a_key"),
            models.UniqueConstraint(
                fields=("ledger", "identity"), condition=~models.Q(identity=""), name="one_record_of_an_identity"
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
