"""`number` is what the system gives: a storey and a certificate have words of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_keys_stand")]

    operations = [
        migrations.RenameField("floor", "number", "storey"),
        migrations.RenameField("title", "number", "certificate"),
    ]
