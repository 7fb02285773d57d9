"""What published land supply says of a parcel; areas to a millionth of a hectare; notes of industries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_reshaping")]

    operations = [
        migrations.AddField(
            "parcel", "location", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
        migrations.AddField(
            "parcel", "holder_name", models.CharField(blank=True, default="", max_length=120), preserve_default=False
        ),
        migrations.AddField(
            "parcel", "industry", models.CharField(blank=True, default="", max_length=60), preserve_default=False
        ),
        migrations.AddField(
            "parcel", "source", models.CharField(blank=True, default="", max_length=300), preserve_default=False
        ),
        migrations.AlterField("parcel", "area_mu", models.DecimalField(decimal_places=6, max_digits=16)),
        migrations.AlterField("occupancy", "area_mu", models.DecimalField(decimal_places=6, max_digits=16)),
        migrations.AlterField("industry", "name", models.CharField(blank=True, max_length=120)),
        migrations.AddField("industry", "note", models.TextField(blank=True, default=""), preserve_default=False),
    ]
