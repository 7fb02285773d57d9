"""Tables of the audit."""

from django.db import models


class ChangeSet(models.Model):
    """One action, written in the action's own transaction. The actor is text, so that it outlives the account."""

    only_added = True

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    summary = models.CharField(max_length=400)

    class Meta:
        ordering = ("-id",)


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
