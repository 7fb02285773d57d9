from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0003_entrance")]

    operations = [
        migrations.AddField("person", "recovery_codes", models.JSONField(blank=True, default=list)),
    ]
