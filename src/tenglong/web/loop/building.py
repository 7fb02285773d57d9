"""The page of one building: its floors from the top down, the spaces on each, and who is in them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.people.rights import By, can
from tenglong.records.registry.queries import get_plant, list_floors, list_occupancies, list_spaces
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs

OVER_FLOORS = "跨层或没有写明楼层"


@dataclass(frozen=True, slots=True)
class Room:
    """A space and who uses it on the day; `share` is its part of the floor in percent."""

    space: Any
    users: tuple[Any, ...]
    share: int


@dataclass(frozen=True, slots=True)
class Storey:
    """A floor (None: spaces on none) with its spaces; `left_sqm` is what no space takes."""

    floor: Any | None
    rooms: tuple[Room, ...]
    left_sqm: Decimal | None

    @property
    def label(self) -> str:
        """What it is called."""
        return self.floor.name if self.floor else OVER_FLOORS


@signed_in
@require_GET
def building(request: HttpRequest, code: str) -> HttpResponse:
    """One building as of a day."""
    by, today = request.user, clock.today()
    plant = get_plant(by, code)
    on = asked.day(request, "on", today)
    users = list(users_of(by, plant, on))
    storeys = storeys_of(by, plant, users)
    context = {
        "station": "空间",
        "tabs": tabs("空间", "plot"),
        "plant": plant,
        "on": on,
        "storeys": storeys,
        "whole": [one for one in users if one.space is None],
        "empty": sum(not room.users for storey in storeys for room in storey.rooms),
        "may_register": can(by, "register", region=plant.region_code),
    }
    return render(request, "web/building.html", context)


def users_of(by: By, plant: Any, on: date) -> Iterable[Any]:
    """Who uses the building, or a space in it, on that day."""
    for one in list_occupancies(by, parcel_code=plant.parcel.code, on=on):
        if one.plant_id == plant.pk or (one.space and one.space.plant_id == plant.pk):
            yield one


def storeys_of(by: By, plant: Any, users: list[Any]) -> list[Storey]:
    """The floors from the top down; at the end the spaces that lie on none."""
    spaces = list(list_spaces(by, plant_code=plant.code))
    floors: list[Any] = list(list_floors(by, plant_code=plant.code))
    found = [_storey(floor, [space for space in spaces if space.floor_id == floor.pk], users) for floor in floors]
    loose = [space for space in spaces if space.floor_id is None]
    return [*found, _storey(None, loose, users)] if loose else found


def _storey(floor: Any | None, spaces: list[Any], users: list[Any]) -> Storey:
    taken = sum((space.area_sqm for space in spaces), Decimal(0))
    whole = max(taken, floor.area_sqm) if floor else taken
    rooms = tuple(
        Room(space, tuple(one for one in users if one.space_id == space.pk), round(100 * space.area_sqm / whole))
        for space in spaces
    )
    return Storey(floor, rooms, max(floor.area_sqm - taken, Decimal(0)) if floor else None)
