from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0002_unit_tree")]

    operations = [
        migrations.AddField("person", "must_change_password", models.BooleanField(default=False)),
        migrations.AddField("person", "second_factor", models.CharField(blank=True, max_length=200)),
        migrations.AddField("grant", "until_on", models.DateField(blank=True, db_index=True, null=True)),
    ]
