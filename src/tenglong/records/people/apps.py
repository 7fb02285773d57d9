"""Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Records: people."""

    name = "tenglong.records.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
