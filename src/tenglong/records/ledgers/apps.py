"""Django app."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Records: ledgers."""

    name = "tenglong.records.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"
