"""Table of regions."""

from django.db import models


class Region(models.Model):
    """An area by its code: 2, 4, 6 or 9 digits, or a zone's own code. A child's code begins with its parent's."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10)  # province, city, county, town, zone
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
