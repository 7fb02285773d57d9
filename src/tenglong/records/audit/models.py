"""Tables of the audit."""

from django.db import models


class ChangeSet(models.Model):
    """One action, written in the action's own transaction. The actor is text, so that it outlives the account.

    `origin` says from where: the door and the address. `region_code` is the area of whoever acted, empty for the
    program. `batch` names the long write that it is a piece of.
    """

    only_added = True

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    summary = models.CharField(max_length=400)
    origin = models.CharField(max_length=120, blank=True, default="")
    region_code = models.CharField(max_length=12, blank=True, default="")
    batch = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("by", "id")),
            models.Index(fields=("action", "id")),
            models.Index(fields=("batch", "id")),
        )


class Change(models.Model):
    """One row changed by a change-set; `before` and `after` are canonical text, empty for created and removed rows."""

    only_added = True

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("kind", "key")),)


class Seal(models.Model):
    """One change-set sealed: `digest` is over the digest of the seal before it and the canonical text of the set.

    Numbers have no gaps and are the order of sealing, which is not always that of the change-sets' own ids.
    """

    only_added = True
    written_apart = True

    number = models.BigIntegerField(primary_key=True)
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class PersonalValue(models.Model):
    """A value that tells of a person; the changes hold only its digest. Erased by law together with its salt."""

    digest = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=32)
    value = models.TextField()
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    field = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=("kind", "key")),)


class Reading(models.Model):
    """Somebody saw confidential or personal values: of which rows, which fields, why. `key` empty: of `rows` rows."""

    only_added = True
    written_apart = True

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)
    origin = models.CharField(max_length=120, blank=True)
    region_code = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, blank=True)
    fields = models.CharField(max_length=400)
    reason = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("by", "id")),)
