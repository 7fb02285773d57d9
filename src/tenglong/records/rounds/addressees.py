"""Whom a template asks: the offices or enterprises of an area that its formula chooses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.collection import Asks, Collection, addressee_ledger
from tenglong.core.formula import evaluate
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import Program
from tenglong.records.regions.codes import level_of
from tenglong.records.registry.kinds import KINDS

_LEVELS = {"province": "省", "city": "市", "county": "县", "town": "镇街"}
_ZONE = "园区"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is asked: the key of an office or an enterprise, its name, its facts by label."""

    key: str
    name: str
    facts: Mapping[str, Any]


def find_addressees(collection: Collection, region: str) -> list[Addressee]:
    """Everybody in that area whom the template asks, by key."""
    ledger = addressee_ledger(collection.asks, KINDS["enterprise"])
    rows = _units(region) if collection.asks is Asks.UNIT else _enterprises(region)
    found = []
    for row in rows:
        facts = {field.label: row.get(field.key) for field in ledger.fields}
        if collection.where is None or evaluate(collection.where, facts) is True:
            found.append(Addressee(str(row[ledger.identity[0]]), str(row[ledger.title]), facts))
    return sorted(found, key=lambda one: (str(one.facts.get("区划") or ""), one.key))


def _units(region: str) -> Iterator[Mapping[str, Any]]:
    for unit in list_units().filter(region_code__startswith=region):
        level = _LEVELS.get(level_of(unit.region_code), _ZONE)
        yield {"key": unit.key, "name": unit.name, "region_code": unit.region_code, "level": level}


def _enterprises(region: str) -> Iterator[Mapping[str, Any]]:
    yield from get_source("enterprise").rows(Program("填报", region))
