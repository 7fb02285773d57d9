"""Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Records: cases."""

    name = "tenglong.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
