"""Django app."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Records: links."""

    name = "tenglong.records.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.ledgers.pointers import register_pointer  # noqa: PLC0415  models must be loaded

        from .pointing import EntityPointer  # noqa: PLC0415

        register_pointer(EntityPointer())
