"""Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Records: audit."""

    name = "tenglong.records.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
