"""Django app."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Records: ledgers."""

    name = "tenglong.records.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.audit.personal import register_resolver  # noqa: PLC0415  models must be loaded

        from .sources import personal_fields  # noqa: PLC0415

        register_resolver(personal_fields)
