"""A workbook that is handed out no more, since it tells of a person what was erased by law."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_datum")]

    operations = [migrations.AddField("batch", "withheld", models.BooleanField(default=False))]
