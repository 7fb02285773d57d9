"""Django app."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Records: clients."""

    name = "tenglong.records.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
