"""Django app."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Records: flows."""

    name = "tenglong.records.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"
