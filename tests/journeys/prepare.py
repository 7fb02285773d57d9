"""Fills an empty database for the journeys: the named people, two firms, three plots, no case yet."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
    django.setup()

    from django.core.management import call_command
    from tests.people import settle
    from tests.web.county import register

    call_command("migrate", verbosity=0, interactive=False)
    settle()
    register()
