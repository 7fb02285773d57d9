"""Django app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Records: rounds."""

    name = "tenglong.records.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"
