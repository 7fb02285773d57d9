"""Django app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Records: imports."""

    name = "tenglong.records.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
