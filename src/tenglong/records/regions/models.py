"""Table of regions."""

from django.db import models


class Region(models.Model):
    """An area by its code: 2, 4, 6, 9 or 12 digits, or a zone's or grid's own. A child's begins with its parent's.

    A code that was abolished stays, so that old records resolve: `until_on` or `last_edition` (of GB/T 2260) say since
    when, `successor` which code stands for it now. `shape` is the outline as WKB in CGCS2000 (EPSG:4490), its bounds
    beside it.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10)  # province, city, county, town, village, zone
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=20, blank=True)  # of zones: 开发区, 园区, 网格
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    last_edition = models.CharField(max_length=20, blank=True)
    successor = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=40, blank=True)  # of zones, as the list of zones names it
    shape = models.BinaryField(null=True, blank=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
