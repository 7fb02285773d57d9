"""Django app."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    """Records: scores."""

    name = "tenglong.records.scores"
    label = "scores"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .sources import register  # noqa: PLC0415  models must be loaded

        register()
