"""What the coordinates of a file are in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_pieces")]

    operations = [
        migrations.AddField(
            "batch", "datum", models.CharField(blank=True, default="", max_length=30), preserve_default=False
        ),
        migrations.AddField("batch", "meridian", models.PositiveSmallIntegerField(blank=True, null=True)),
    ]
