"""Reading links, always through the row filter: who sees a roll's region, and of firms what the registry shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.core.linking import Judgement, Mention
from tenglong.records.ledgers.models import Merge
from tenglong.records.people.rights import NOTHING, By, is_inside, within
from tenglong.records.registry.models import Enterprise
from tenglong.records.registry.queries import list_enterprises

from .models import Candidate, Decision, Entity, Line, Roll
from .placing import REMEMBERED, Place, judgement_of, place


class NoSuchRoll(Refused):
    """The roll or the line is not there, or not for this person."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as the desk shows it: the registered one, or what another roll says of one that is not."""

    entity: int
    name: str
    code: str
    address: str
    registered: bool
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is that firm."""

    decision: Decision
    judged: Judgement

    @property
    def words(self) -> str:
        """What speaks for it."""
        return "；".join(one.text for one in self.judged.evidence if one.weight > 0 or one.feature == REMEMBERED)


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and a firm that it may be; `others` more firms are asked about after this one."""

    line: Line
    firm: Firm
    judged: Judgement
    others: int


def list_rolls(by: By) -> QuerySet[Roll]:
    """The rolls of the regions that `by` sees, the newest first."""
    return Roll.objects.filter(_within(by, "region_code")).select_related("file")


def get_roll(by: By, roll_id: int) -> Roll:
    """One roll."""
    if roll := list_rolls(by).filter(pk=roll_id).first():
        return roll
    raise NoSuchRoll(f"没有第 {roll_id} 份名册，或者它不在您能看到的范围里。请从名册列表进入。")


def list_lines(by: By, *, roll_id: int | None = None, standing: str = "") -> QuerySet[Line]:
    """The lines of a roll, or of all."""
    found = Line.objects.filter(_within(by, "roll__region_code")).select_related("roll", "entity")
    found = found.filter(roll=roll_id) if roll_id else found
    return found.filter(standing=standing) if standing else found


def get_line(by: By, line_id: int) -> Line:
    """One line."""
    if line := list_lines(by).filter(pk=line_id).first():
        return line
    raise NoSuchRoll(f"没有第 {line_id} 行，或者它不在您能看到的范围里。请从名册列表进入。")


def count_standings(by: By, roll_id: int | None = None) -> dict[str, int]:
    """How many lines stand how."""
    rows = list_lines(by, roll_id=roll_id).order_by().values_list("standing").annotate(Count("pk"))
    return dict.fromkeys(Line.Standing.values, 0) | dict(rows)


def list_decisions(by: By) -> QuerySet[Decision]:
    """Decisions on the lines that `by` sees, the newest first; undone ones too."""
    return Decision.objects.filter(_within(by, "line__roll__region_code")).select_related("line__roll", "entity")


def next_pairs(by: By, *, roll_id: int | None = None, skip: Sequence[int] = (), most: int = 1) -> list[Pair]:
    """The pairs to decide next: the likeliest first, those put off last. `skip` are lines that stand there already."""
    asked = list_lines(by, roll_id=roll_id, standing=Line.Standing.ASKED).exclude(pk__in=skip)
    best = asked.annotate(best=Max("candidates__weight", filter=Q(candidates__open=True), default=0))
    lines = best.order_by(F("put_off_at").asc(nulls_first=True), "-best", "pk")
    return [pair for line in lines[:most] if (pair := _pair(by, line))]


def firms_of(by: By, entities: Sequence[Entity]) -> dict[int, Firm]:
    """What is known of firms, by entity; a registered one that `by` does not see is left out."""
    codes = {entity.code: entity.pk for entity in entities if entity.code}
    rows = list_enterprises(by).filter(code__in=codes)
    found = {codes[row.code]: _registered(codes[row.code], row) for row in rows}
    loose = [entity.pk for entity in entities if not entity.code]
    for line in list_lines(by).filter(entity__in=loose).order_by("-pk"):
        source = f"{line.roll.file_name} 第 {line.number} 行"
        found[line.entity_id] = Firm(line.entity_id, line.name, line.code, line.address, False, source)
    return found


def resolve(by: By, mentions: Sequence[Mention]) -> list[Place]:
    """Which enterprise each name, code and address is, as far as it can be told; nothing is written.

    `sure.key[0]` is the credit code, empty where only bureaus know of the firm; `asked` are those that it may be.
    """
    return place(by, mentions)


def list_merges(by: By) -> QuerySet[Merge]:
    """Enterprises that were made one, of those that `by` sees, the newest first."""
    seen = list_enterprises(by).order_by().values("code")
    return Merge.objects.filter(register="enterprise", stays__in=seen).order_by("-pk")


def names_of(by: By, codes: Iterable[str]) -> dict[str, str]:
    """What enterprises are called, by code."""
    return dict(list_enterprises(by).filter(code__in=[*codes]).values_list("code", "name"))


def reasons_of(by: By, lines: Iterable[Line]) -> dict[int, Reason]:
    """By what each line was linked, by line."""
    told = list_decisions(by).filter(line__in=[line.pk for line in lines], same=True, undone_at=None).order_by("pk")
    return {one.line_id: Reason(one, judgement_of(one.weight, one.levels)) for one in told}


def _pair(by: By, line: Line) -> Pair | None:
    asked: list[Candidate] = [*line.candidates.filter(open=True).select_related("entity")]
    firms = firms_of(by, [one.entity for one in asked])
    shown = [one for one in asked if one.entity_id in firms]
    if not shown:
        return None
    first = shown[0]
    return Pair(line, firms[first.entity_id], judgement_of(first.weight, first.levels), len(shown) - 1)


def _registered(entity: int, row: Enterprise) -> Firm:
    return Firm(entity, row.name, row.code, row.address, True, "企业登记")


def _within(by: By, region: str) -> Q:
    """Rolls are for those inside: what a bureau writes of others is not for enterprises and investors."""
    return within(by, region=region) if not hasattr(by, "grants") or is_inside(by) else NOTHING
