"""Every row has its key now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_full_registry")]

    operations = [
        migrations.AlterField(model, "key", models.CharField(max_length=200, unique=True))
        for model in ("industry", "observation", "occupancy", "past", "term", "title")
    ]
