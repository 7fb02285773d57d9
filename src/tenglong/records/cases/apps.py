"""Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Records: cases."""

    name = "tenglong.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import importing, on_land, reach, references, sources  # noqa: PLC0415  models must be loaded

        importing.register()
        on_land.register()
        reach.register()
        references.register()
        sources.register()
