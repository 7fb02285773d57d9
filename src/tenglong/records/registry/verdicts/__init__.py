"""What stands against rows of each kind, as they are to stand: (number of the row, field, sentence)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .areas import regions, units
from .figures import observations
from .firms import enterprises, past, titles
from .ground import floors, occupancies, parcels, plants, spaces, terms

Found = Iterator[tuple[int, str, str]]
VERDICTS: Mapping[str, Callable[[Sequence[Mapping[str, Any]], date], Found]] = {
    "enterprise": enterprises,
    "floor": floors,
    "observation": observations,
    "occupancy": occupancies,
    "parcel": parcels,
    "past": past,
    "plant": plants,
    "region": regions,
    "space": spaces,
    "term": terms,
    "title": titles,
    "unit": units,
}
