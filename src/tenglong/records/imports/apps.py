"""Django app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Records: imports."""

    name = "tenglong.records.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.ledgers.erasing import register_eraser  # noqa: PLC0415  models must be loaded

        from .erasing import erase_staged  # noqa: PLC0415

        register_eraser(erase_staged)
