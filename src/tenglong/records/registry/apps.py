"""Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    """Records: registry."""

    name = "tenglong.records.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.people.rights import register_enterprise_regions  # noqa: PLC0415  models must be loaded

        from . import registers  # noqa: PLC0415
        from .bounds import keep_tree  # noqa: PLC0415
        from .places import region_of_enterprise  # noqa: PLC0415
        from .rows import register  # noqa: PLC0415

        post_migrate.connect(keep_tree, sender=self, dispatch_uid="parcels by bounds")
        register()
        registers.register()
        register_enterprise_regions(region_of_enterprise)
