"""What lines are compared with: enterprises under every name they have had, and firms known from earlier rolls."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from tenglong.core.identity import Places, read_credit_code, read_places
from tenglong.core.linking import Mention
from tenglong.records.people.rights import By
from tenglong.records.regions.models import Region
from tenglong.records.registry.models import Enterprise, Past
from tenglong.records.registry.queries import OTHER_NAMES, list_enterprises

from .models import Decision, Entity, Line, Roll

Key = tuple[str, int]  # the code of a registered enterprise and 0, or empty and the id of an entity


@dataclass(slots=True)
class Known:
    """Mentions, and whose each is."""

    keys: list[Key] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def add(self, key: Key, mention: Mention) -> None:
        """One more way to speak of a firm."""
        self.keys.append(key)
        self.mentions.append(mention)


def known(by: By, *, apart_from: Roll | None = None) -> Known:
    """Every firm that `by` may see, under each of its names; `apart_from` a roll, what its lines told is left out."""
    found = Known()
    seen = list_enterprises(by).order_by()
    rows = {row.pk: row for row in seen.only("code", "name", "address").iterator()}
    for row in rows.values():
        found.add((row.code, 0), Mention(row.name, row.code, row.address))
    for pk, name in _other_names():
        if row := rows.get(pk):
            found.add((row.code, 0), Mention(name, row.code, row.address))
    codes = {row.code for row in rows.values()}
    for key, line in _lines(apart_from):
        if not key[0] or key[0] in codes:
            found.add(key, line)
    return found


def places() -> Places:
    """The regions that names and addresses speak of."""
    return read_places(Region.objects.order_by("code").values_list("name", "code"))


def table_of(mentions: list[Mention]) -> pa.Table:
    """Mentions as the engine reads them."""
    return pa.table({
        name: pa.array([getattr(one, name) for one in mentions], pa.string()) for name in ("name", "code", "address")
    })  # fmt: skip


def valid_code(text: str) -> str:
    """The code in its normal form; empty when it is not valid."""
    code = read_credit_code(text)
    return code.text if code.valid else ""


def refusals() -> set[tuple[str, str, Key]]:
    """Names and codes that people have said are not a firm: (text, code, firm)."""
    told = Decision.objects.filter(same=False, undone_at=None).order_by()
    rows = told.values_list("line__text", "line__code", "entity__code", "entity")
    return {(text, code, (own, 0) if own else ("", entity)) for text, code, own, entity in rows}


def adopt() -> list[Entity]:
    """Firms that only bureaus knew, now registered: each with the code of its enterprise, which no other has yet."""
    adopted: dict[str, Entity] = {}
    loose = Line.objects.filter(entity__code="").exclude(code="").select_related("entity").order_by("pk")
    for line in loose.iterator():
        if (code := valid_code(line.code)) and line.entity and code not in adopted:
            line.entity.code = code
            adopted[code] = line.entity
    registered = set(Enterprise.objects.filter(code__in=adopted).values_list("code", flat=True))
    taken = set(Entity.objects.filter(code__in=registered).values_list("code", flat=True))
    return [entity for code, entity in adopted.items() if code in registered - taken]


def _other_names() -> Iterator[tuple[int, str]]:
    rows = Past.objects.filter(matter__in=OTHER_NAMES).order_by()
    yield from rows.values_list("enterprise", "value").iterator()


def _lines(apart_from: Roll | None) -> Iterator[tuple[Key, Mention]]:
    """How linked lines name their firms: of the registered ones the name alone, which a person or a rule decided."""
    rows = Line.objects.exclude(entity=None).exclude(roll=apart_from).order_by()
    told = rows.values_list("entity__code", "entity", "name", "code", "address").distinct()
    for code, entity, name, own, address in told.iterator():
        yield (code, 0) if code else ("", entity), Mention(name, code or own, address)
