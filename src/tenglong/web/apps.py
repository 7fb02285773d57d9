"""Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The browser's door."""

    name = "tenglong.web"
    label = "web"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  settings must be loaded

        from .entrance.sessions import begin  # noqa: PLC0415

        user_logged_in.connect(begin, dispatch_uid="session begins")
