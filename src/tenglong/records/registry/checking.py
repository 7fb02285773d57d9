"""What stands against rows as they are to stand, one or many: a sentence by field key for each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tenglong.core.identity import read_credit_code
from tenglong.core.ledger import Ledger
from tenglong.records.ledgers.referents import resolve
from tenglong.records.people.rights import By
from tenglong.records.regions.models import Region

from .layouts import LAYOUTS, Layout
from .room import without_room
from .subjects import complete
from .tables import REGION, TABLES
from .verdicts import VERDICTS

Values = Mapping[str, Any]
Problems = dict[str, str]
_LONGEST_KEY = 200


def normal(kind: str, values: Values) -> dict[str, Any]:
    """The values in the form in which they are kept: a credit code without spaces and in capitals."""
    if kind != "enterprise" or not values.get("code"):
        return dict(values)
    read = read_credit_code(str(values["code"]))
    return {**values, "code": str(values["code"]).upper() if read.problem else read.text}


def problems_of(layout: Layout, ledger: Ledger, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:
    """For each row what stands against it; `on` is the day on which it is written."""
    _, problems = settle(layout, ledger, rows, by=by, on=on)
    return list(problems)


def settle(
    layout: Layout, ledger: Ledger, rows: Sequence[Values], *, by: By, on: date
) -> tuple[list[dict[str, Any]], list[Problems]]:
    """The rows with keys for what they name and with what follows from it, and what stands against each."""
    resolved = resolve(by, ledger.fields, [normal(layout.kind, row) for row in rows])
    whole = [dict(one.values) for one in resolved]
    problems = [dict(one.problems) for one in resolved]
    _beside(layout, ledger, whole, problems)
    if layout.kind == "observation":
        whole = complete(whole)
    known = _regions(layout, ledger, whole)
    for row, found in zip(whole, problems, strict=True):
        found.update(_without_room(layout, ledger, row))
        if known is not None and REGION not in found and row.get(REGION) not in known:
            found[REGION] = f"区划：没有代码为“{row.get(REGION) or ''}”的区划，或已经撤销。请从区划列表里选。"
    for number, key, sentence in VERDICTS.get(layout.kind, _nothing)(whole, on):
        problems[number].setdefault(key, sentence)
    return whole, problems


def region_of(layout: Layout, row: Values) -> str:
    """The region in which a row would lie; empty where its kind lies in none."""
    if layout.kind == "region":
        return str(row["code"])
    if not layout.follows:
        return str(row.get(REGION) or "")
    field = layout.follows if row.get(layout.follows) else "parcel"
    above = LAYOUTS[layout.references[field]]
    (values,) = TABLES[above.kind].find([str(row[field])]).values()
    return region_of(above, values)


def _beside(layout: Layout, ledger: Ledger, rows: Sequence[Values], problems: Sequence[Problems]) -> None:
    """Rows that are written together may name one another: each those before it."""
    pointing = [field for field in ledger.fields if field.refers_to == layout.kind]
    if not pointing or len(rows) == 1:
        return
    keys = [layout.key_of(row) for row in rows]
    coming, before = set(keys), set[str]()
    for key, row, found in zip(keys, rows, problems, strict=True):
        for field in pointing:
            named = row.get(field.key)
            if field.key in found and named in before:
                del found[field.key]
            elif field.key in found and named in coming:
                found[field.key] = f"{field.label}：{named} 排在这一行后面，请排到前面再写。"
        before.add(key)


def _regions(layout: Layout, ledger: Ledger, rows: Sequence[Values]) -> set[str] | None:
    """The regions that hold, of those named; None where the kind names none itself."""
    if layout.follows or layout.kind == "region" or not any(field.key == REGION for field in ledger.fields):
        return None
    named = {row[REGION] for row in rows if row.get(REGION)}
    there = Region.objects.filter(code__in=named, until_on=None, last_edition="")
    return set(there.values_list("code", flat=True))


def _without_room(layout: Layout, ledger: Ledger, row: Values) -> Problems:
    found = {
        key: f"{ledger.field(key).label}：写得太长，或数太大，登记簿里放不下。"
        for key in without_room(layout.model, row)
        if any(field.key == key for field in ledger.fields)
    }
    if layout.keyed and len(layout.key_of(row)) > _LONGEST_KEY:
        labels = "、".join(ledger.field(key).label for key in ledger.identity)
        found[""] = f"{labels}：合起来写得太长，登记簿里放不下。"
    return found


def _nothing(_rows: Sequence[Values], _on: date) -> tuple[tuple[int, str, str], ...]:
    return ()


Verdict = Callable[[Sequence[Values], date], Any]
