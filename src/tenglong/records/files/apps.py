"""Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Records: files."""

    name = "tenglong.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
