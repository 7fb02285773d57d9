"""Django app."""

from django.apps import AppConfig


class MechanismsConfig(AppConfig):
    """Records: mechanisms."""

    name = "tenglong.records.mechanisms"
    label = "mechanisms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.ledgers.pointers import register_pointer  # noqa: PLC0415  models must be loaded

        from . import registers, sources  # noqa: PLC0415
        from .pointing import RecordPointer  # noqa: PLC0415

        sources.register()
        registers.register()
        register_pointer(RecordPointer())
