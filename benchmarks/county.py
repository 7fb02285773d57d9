"""A throw-away county on a database file of its own: offices, people, one enterprise, the county's mechanisms."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenglong.records.people.models import Person

CHINA = timezone(timedelta(hours=8))
START = datetime(2024, 3, 4, 9, tzinfo=CHINA)
COUNTY, FIRM_CODE, FIRM = "330802", "91330802MA0TL9001F", "石桥包装厂"


@contextmanager
def throw_away() -> Iterator[Path]:
    """Django set up over an empty database in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="tenglong-bench-") as home:
        os.environ["TENGLONG_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
        import django  # noqa: PLC0415  the folder must be known before

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        yield Path(home)
        connection.close()


def settle() -> dict[str, "Person"]:
    """The zone officer and the bureau's reviewer, with everything they need to handle requests."""
    from django.conf import settings  # noqa: PLC0415

    from tenglong.playbooks import find_folders  # noqa: PLC0415
    from tenglong.records.mechanisms.actions import install_folders  # noqa: PLC0415
    from tenglong.records.people.actions import add_person, add_unit, grant_role  # noqa: PLC0415
    from tenglong.records.people.models import Person  # noqa: PLC0415
    from tenglong.records.people.rights import Program  # noqa: PLC0415
    from tenglong.records.regions.actions import add_regions  # noqa: PLC0415
    from tenglong.records.regions.codes import seed_rows  # noqa: PLC0415
    from tenglong.records.registry.actions import register_enterprise  # noqa: PLC0415

    by = Program("基准测试")
    add_regions(rows=seed_rows(), by=by, at=START)
    for login, unit, role in (("officer", "zone", "zone_officer"), ("reviewer", "economy", "bureau_reviewer")):
        office = add_unit(key=unit, name=unit, region_code=COUNTY, by=by, at=START)
        person = add_person(login=login, name=login, unit=office, by=by, at=START)
        grant_role(person=person, role=role, region_code=COUNTY, by=by, at=START)
    register_enterprise(code=FIRM_CODE, name=FIRM, region_code=COUNTY, by=by, at=START)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=by, at=START)
    return {person.login: person for person in Person.objects.all()}
