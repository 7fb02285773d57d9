"""What a reference names beside declared records: a row of the registry, a unit, another case."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenglong.core.ledger import Field
from tenglong.records.ledgers.referents import Kept, Referent, register_referents, resolve
from tenglong.records.mechanisms.queries import find_current
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import By
from tenglong.records.registry.kinds import KINDS
from tenglong.records.registry.queries import (
    list_areas,
    list_enterprises,
    list_floors,
    list_parcels,
    list_plants,
    list_spaces,
)
from tenglong.records.registry.snapshot import MODELS

from .models import Case
from .reach import seen_by

_REGISTRY = {
    "enterprise": Kept("code", "name", list_enterprises),
    "parcel": Kept("code", "name", list_parcels, ended=KINDS["parcel"].ended),
    "plant": Kept("code", "name", list_plants),
    "floor": Kept("code", "name", list_floors, region="plant__region_code"),
    "space": Kept("code", "name", list_spaces, region="plant__region_code"),
    "region": Kept("code", "name", list_areas, region="code", ended=KINDS["region"].ended),
    "unit": Kept("key", "name", lambda _: list_units(), ended=KINDS["unit"].ended),
}


def find_kept(kind: str) -> Kept | None:
    """Where the rows of the registry are that references name, and the cases of a procedure."""
    if kind in _REGISTRY:
        return _REGISTRY[kind]
    mechanism = find_current(kind.partition(".")[0])
    if mechanism is None or kind not in mechanism[1].procedures:
        return None
    return Kept("number", "title", lambda by: Case.objects.filter(seen_by(by), procedure=kind))


def titles(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """What people read for keys that stand in rows already seen."""
    if kind not in _REGISTRY:
        return {}
    where = _REGISTRY[kind]
    rows = MODELS[kind]._default_manager.filter(**{f"{where.key}__in": set(keys)})
    return dict(rows.values_list(where.key, where.title))


def read_references(
    by: By, fields: Iterable[Field], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Referent], dict[str, str]]:
    """The keys that references name, the rows of single ones, and a sentence by field key where nothing is named."""
    fields = tuple(fields)
    (resolved,) = resolve(by, fields, [values])
    keys = {key: value for key, value in resolved.values.items() if _is_reference(fields, key) and value}
    lost = resolved.problems.keys()
    return (
        {key: value for key, value in keys.items() if key not in lost},
        dict(resolved.referents),
        dict(resolved.problems),
    )


def _is_reference(fields: Iterable[Field], key: str) -> bool:
    return any(field.key == key and field.refers_to for field in fields)


def register() -> None:
    """Make these kinds known to whoever reads references."""
    register_referents(find_kept)
