"""Offices are a tree that changes over time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("unit", "parent", models.CharField(blank=True, db_index=True, default="", max_length=40), False),
        migrations.AddField("unit", "from_on", models.DateField(blank=True, null=True)),
        migrations.AddField("unit", "until_on", models.DateField(blank=True, null=True)),
        migrations.AddField("unit", "version", models.PositiveIntegerField(default=1)),
    ]
