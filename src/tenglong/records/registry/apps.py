"""Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Records: registry."""

    name = "tenglong.records.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.people.rights import register_enterprise_regions  # noqa: PLC0415  models must be loaded

        from . import registers  # noqa: PLC0415
        from .places import region_of_enterprise  # noqa: PLC0415
        from .rows import register  # noqa: PLC0415

        register()
        registers.register()
        register_enterprise_regions(region_of_enterprise)
