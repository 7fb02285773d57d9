"""Django app."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Records: regions."""

    name = "tenglong.records.regions"
    label = "regions"
    default_auto_field = "django.db.models.BigAutoField"
