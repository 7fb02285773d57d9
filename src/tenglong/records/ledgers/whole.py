"""Rows of a declared ledger as they are to stand: what they say, what follows from it, what stands against them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.core.ledger import Ledger, show_value
from tenglong.playbooks import DeclaredLedger
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By
from tenglong.records.regions.models import Region

from .actions import Ties
from .referents import Referent, Resolved, resolve

KEY_LIMIT = 60  # characters of a key


@dataclass(frozen=True, slots=True)
class Whole:
    """A row: typed values with references as keys, how people call it, where it belongs, sentences by field key."""

    values: Mapping[str, Any]
    title: str
    ties: Ties
    problems: Mapping[str, str]


def wholes(
    ledger: DeclaredLedger, rows: Sequence[Mapping[str, Any]], by: By, kept: Sequence[Ties | None] | None = None
) -> list[Whole]:
    """Typed rows as they are to stand. `kept` are the ties that rows have, which hold where nothing else is said."""
    resolved = resolve(by, ledger.fields, rows)
    said = {one.values.get(ledger.region_field) for one in resolved} if ledger.region_field else set()
    regions = set(Region.objects.filter(code__in=said - {None}).values_list("code", flat=True))
    return [
        _whole(ledger, one, by, before, regions)
        for one, before in zip(resolved, kept or [None] * len(rows), strict=True)
    ]


def own_key(ledger: Ledger) -> str:
    """The key of the field that names a row for good; empty where rows are numbered."""
    one = ledger.identity[0] if len(ledger.identity) == 1 else ""
    return one if one and ledger.field(one).refers_to is None else ""


def _whole(ledger: DeclaredLedger, row: Resolved, by: By, before: Ties | None, regions: Iterable[str]) -> Whole:
    ties = _ties(ledger, row, by, before)
    problems = dict(row.problems) | _against(ledger, row.values)
    if said := ledger.region_field and row.values.get(ledger.region_field):
        if said not in regions:
            label = ledger.field(ledger.region_field or "").label
            problems[ledger.region_field or ""] = f"{label}：没有代码为“{said}”的区划，请从区划列表里选。"
    elif not ties.region_code:
        problems[""] = "看不出属于哪个区划；请填企业、地块或区划，或由有单位的人员登记。"
    return Whole(row.values, _title(ledger, row), ties, problems)


def _against(ledger: DeclaredLedger, values: Mapping[str, Any]) -> dict[str, str]:
    """What of the ledger's own rules does not hold."""
    problems = {}
    since, through = (values.get(key) for key in (ledger.valid_from, ledger.valid_through))
    if isinstance(since, date) and isinstance(through, date) and through < since:
        label = ledger.field(ledger.valid_through).label
        problems[ledger.valid_through] = (
            f"{label}：{through} 早于{ledger.field(ledger.valid_from).label} {since}，请查对。"
        )
    if named := own_key(ledger):
        key = str(values.get(named) or "")
        if not key or len(key) > KEY_LIMIT or "/" in key:
            problems[named] = (
                f"{ledger.field(named).label}：是这一行的编号，要填，不超过 {KEY_LIMIT} 个字，不能有斜杠。"
            )
    return problems


def _title(ledger: DeclaredLedger, row: Resolved) -> str:
    if ledger.title in row.referents:
        return row.referents[ledger.title].title
    return show_value(ledger.field(ledger.title), row.values.get(ledger.title)) or ledger.label


def _ties(ledger: DeclaredLedger, row: Resolved, by: By, before: Ties | None) -> Ties:
    """The area is what the row says, else where its land lies, its enterprise is, it was, its writer's office is."""
    unit = by.unit if isinstance(by, Person) else None
    parcel, enterprise, office = (
        row.referents.get(field or "") for field in (ledger.parcel_field, ledger.enterprise_field, ledger.unit_field)
    )
    said = row.values.get(ledger.region_field) if ledger.region_field else None
    otherwise = (before.region_code if before else "") or (unit.region_code if unit else "")
    own = before.unit_key if before else unit.key if unit else ""
    return Ties(
        region_code=said or _region(parcel, enterprise) or otherwise,
        unit_key=office.key if office else own,
        enterprise_code=enterprise.key if enterprise else "",
        parcel_code=parcel.key if parcel else "",
    )


def _region(*referents: Referent | None) -> str:
    return next((one.region_code for one in referents if one and one.region_code), "")
