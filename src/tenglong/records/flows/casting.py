"""Puts a story's people on an empty stage: their offices, roles and the regions."""

from collections.abc import Callable
from datetime import datetime

from tenglong.playbooks.story import Cast, Story
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.models import Person, Unit
from tenglong.records.people.rights import Program
from tenglong.records.registry.models import Enterprise


def cast(story: Story, *, by: Program, at: datetime) -> Callable[[str], Person]:
    """Add the story's offices and people; gives who is called by a name.

    An enterprise's own people can only be added once the story has registered the enterprise: when they first act.
    """
    parts = {part.name: part for part in story.cast}
    known = {part.name: _add(part, story.region, by, at) for part in story.cast if not part.enterprise}

    def person(name: str) -> Person:
        if name not in known:
            known[name] = _add(parts[name], story.region, by, at)
        return known[name]

    return person


def _add(part: Cast, region: str, by: Program, at: datetime) -> Person:
    unit = None
    if part.unit:
        unit = Unit.objects.filter(key=part.unit).first()
        unit = unit or add_unit(key=part.unit, name=part.unit, region_code=region, by=by, at=at)
    person = add_person(login=part.name, name=part.name, unit=unit, by=by, at=at)
    if part.enterprise:
        code = Enterprise.objects.get(name=part.enterprise).code
        grant_role(person=person, role=part.role, enterprise_code=code, by=by, at=at)
    else:
        grant_role(person=person, role=part.role, region_code=region, by=by, at=at)
    return Person.objects.get(pk=person.pk)
