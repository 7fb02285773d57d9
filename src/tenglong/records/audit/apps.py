"""Django app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    """Records: audit."""

    name = "tenglong.records.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .guard import watch  # noqa: PLC0415  models must be loaded

        connection_created.connect(watch)
