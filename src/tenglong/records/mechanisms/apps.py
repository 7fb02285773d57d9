"""Django app."""

from django.apps import AppConfig


class MechanismsConfig(AppConfig):
    """Records: mechanisms."""

    name = "tenglong.records.mechanisms"
    label = "mechanisms"
    default_auto_field = "django.db.models.BigAutoField"
