"""Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Records: registry."""

    name = "tenglong.records.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .rows import register  # noqa: PLC0415  models must be loaded

        register()
