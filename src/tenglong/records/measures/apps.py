"""Django app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Records: measures."""

    name = "tenglong.records.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
