from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_supplied_land")]

    operations = [
        migrations.AlterField("enterprise", "region_code", models.CharField(max_length=12)),
        migrations.AddIndex(
            "enterprise",
            models.Index(fields=["code", "region_code", "name", "pinyin"], name="enterprises_in_order"),
        ),
    ]
