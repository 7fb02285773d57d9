"""Django app."""

from django.apps import AppConfig


class MechanismsConfig(AppConfig):
    """Records: mechanisms."""

    name = "tenglong.records.mechanisms"
    label = "mechanisms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .sources import register  # noqa: PLC0415  models must be loaded

        register()
