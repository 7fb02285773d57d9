"""A change that holds from a day on: what was so until then is told beside it, as a stretch that is over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tenglong.records.ledgers.registers import CannotSave, Kept, Since, Values
from tenglong.records.people.rights import By

from .as_of import dated_fields
from .checking import settle
from .kinds import KINDS
from .layouts import LAYOUTS
from .models import Past

_LONGEST_SOURCE = 200


def stretches(kind: str, before: Kept, after: Values, since: Since, *, by: By, on: date) -> list[dict[str, Any]]:
    """The rows of 历史沿革 that a change leaves behind; CannotSave where the day or what is told already forbids it."""
    changed = [field for field in dated_fields(kind) if before.values.get(field) != after.get(field)]
    if not changed:
        labels = "、".join(KINDS[kind].field(field).label for field in dated_fields(kind))
        raise CannotSave(before.title, {"": f"写了自 {since.on} 起，但没有改{labels}；别的内容请不写日期，直接改。"})
    if not since.source.strip():
        raise CannotSave(before.title, {"": f"自 {since.on} 起这样的，请写依据：哪份文件、哪个系统或哪个网页。"})
    rows, problems = settle(LAYOUTS["past"], KINDS["past"], list(_left(kind, before, changed, since)), by=by, on=on)
    if wrong := [text for found in problems for text in found.values()]:
        raise CannotSave(
            before.title, {"": f"自 {since.on} 起：" + "；".join(text.rstrip("。") for text in wrong) + "。"}
        )
    return rows


def _left(kind: str, before: Kept, changed: list[str], since: Since) -> Iterator[dict[str, Any]]:
    """What was not known leaves nothing behind, nor what was so for no day."""
    for field in changed:
        matter = dated_fields(kind)[field]
        told = Past.objects.filter(**{f"{kind}__code": before.key}, matter=matter, until_on__lte=since.on)
        begun = told.order_by("-until_on").values_list("until_on", flat=True).first()
        if before.values.get(field) and begun != since.on:
            yield {
                **dict.fromkeys(("enterprise", "parcel")),
                kind: before.key,
                "matter": matter,
                "value": before.values[field],
                "from_on": begun,
                "until_on": since.on,
                "source": since.source.strip()[:_LONGEST_SOURCE],
            }
