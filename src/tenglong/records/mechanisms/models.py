"""Table of installed mechanisms."""

from django.db import models


class MechanismVersion(models.Model):
    """The text of a mechanism as it was installed: kept for good, because running cases stay on their version.

    `files` maps each file's name in the folder to its text; `sha256` is over them in order.
    `others` maps the keys of the mechanisms it could refer to to their versions' ids, so that it always reads the same.
    """

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    files = models.JSONField()
    others = models.JSONField(default=dict)
    installed_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "number"), name="one_version_of_a_number"),
            models.UniqueConstraint(fields=("key",), condition=models.Q(current=True), name="one_current_version"),
        )
        ordering = ("key", "number")
