"""Django app."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """Records: handovers."""

    name = "tenglong.records.handovers"
    label = "handovers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenglong.records.audit import personal  # noqa: PLC0415  models must be loaded

        personal.register("handover_item", ("words",))
