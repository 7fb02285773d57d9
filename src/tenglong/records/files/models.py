"""Tables of files and evidence."""

from django.db import models


class File(models.Model):
    """Bytes kept once, named by their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)


class Evidence(models.Model):
    """A document or a photo that proves something: what it is, of which day, of what it is evidence.

    `subject` names the row it proves, as `<kind>:<key>`: `case:2022-0007`, `parcel:330802-012-0417`.
    `step` is the step of the case it was attached to. Without a file it records that a paper exists and where.
    `parcel_code` and `enterprise_code` repeat the subject's, so that a page collects its evidence in one query.
    """

    title = models.CharField(max_length=200)
    on = models.DateField()
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=120, db_index=True)
    step = models.CharField(max_length=60, blank=True)
    parcel_code = models.CharField(max_length=40, blank=True, db_index=True)
    enterprise_code = models.CharField(max_length=18, blank=True, db_index=True)
    region_code = models.CharField(max_length=12, db_index=True)
    unit_key = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")
