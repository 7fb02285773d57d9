"""Parcels have a first and a last day; parting and merging them is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_own_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reshaping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(choices=[("分割", "分割"), ("合并", "合并")], max_length=8)),
                ("on", models.DateField()),
                ("source", models.CharField(max_length=200)),
                ("moved", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name="parcel",
            name="from_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="parcel",
            name="until_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Descent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_code", models.CharField(db_index=True, max_length=40)),
                ("new_code", models.CharField(db_index=True, max_length=40)),
                (
                    "reshaping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="descents", to="registry.reshaping"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
