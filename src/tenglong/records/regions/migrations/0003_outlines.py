"""Outlines of regions, and what kind of zone a zone is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_areas_change")]

    operations = [
        migrations.AddField(
            "region", "category", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
        migrations.AddField("region", "shape", models.BinaryField(blank=True, null=True)),
        migrations.AddField("region", "west", models.FloatField(null=True)),
        migrations.AddField("region", "south", models.FloatField(null=True)),
        migrations.AddField("region", "east", models.FloatField(null=True)),
        migrations.AddField("region", "north", models.FloatField(null=True)),
    ]
