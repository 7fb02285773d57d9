"""Fills an empty database for the journeys; no case yet.

`county`: the named people, two firms, three plots; `loop`: what the whole loop needs; `round`: eleven towns and the
rounds before.
"""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
    django.setup()

    from django.core.management import call_command
    from django.utils import timezone
    from tests.journeys.loop import settle_loop
    from tests.people import settle
    from tests.rounds import settle_round_county
    from tests.web.county import register

    call_command("migrate", verbosity=0, interactive=False)
    if sys.argv[1] == "loop":
        settle_loop(timezone.localtime())
    elif sys.argv[1] == "round":
        settle_round_county(timezone.localtime())
    else:
        settle()
        register()
