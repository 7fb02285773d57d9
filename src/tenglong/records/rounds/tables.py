"""The outward tables of a round: gathered from what was signed, with the way between two scopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tenglong.core.collection import Answer, Bridge, Deadline, Gathered, Outward, bridge, day_after, gather
from tenglong.core.decreed import seed_calendar
from tenglong.core.errors import Refused
from tenglong.records.people.rights import By, CannotDo, open_fields

from .models import Round
from .signed import answers_of, read_signed
from .spec import Spec, period_of_round, spec_of


class NoSuchTable(Refused):
    """The template has no such table, or no such figure in it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outward table of a round, with the day on which it closes."""

    gathered: Gathered
    cut_off: date | None

    @property
    def table(self) -> Outward:
        """As declared."""
        return self.gathered.table


def draw_tables(found: Round) -> dict[str, Drawn]:
    """Every table by key, over what is signed now."""
    spec, asked = spec_of(found), list(found.asked.all())
    answers = answers_of(spec, asked, read_signed(spec, asked))
    return {key: draw(spec, found, key, answers) for key in spec.collection.tables}


def draw(spec: Spec, found: Round, key: str, answers: list[Answer]) -> Drawn:
    """One table over these answers."""
    table = table_of(spec, key)
    cut_off = _cut_off(spec, found, table.cut_off) if table.cut_off else None
    return Drawn(gather(table, answers, cut_off), cut_off)


def _cut_off(spec: Spec, found: Round, deadline: Deadline) -> date:
    """The day on which a table closes: a round that was given more time gives its tables as much more."""
    period, calendar = period_of_round(found), seed_calendar()
    more = found.due_on - day_after(spec.collection.due, period, calendar)
    return day_after(deadline, period, calendar) + max(more, timedelta(0))


def table_of(spec: Spec, key: str) -> Outward:
    """The table with that key."""
    if key in spec.collection.tables:
        return spec.collection.tables[key]
    raise NoSuchTable(f"“{spec.collection.label}”没有叫“{key}”的上报表。请从这一期的页面进入。")


def may_read(by: By, spec: Spec, table: Outward) -> bool:
    """Whether everything that the table is made of is open to the reader: a total of what is closed is closed too."""
    seen = {field.label for field in open_fields(by, spec.answer.fields)}
    formulas = [column.of for column in table.columns] + ([table.where] if table.where else [])
    return all(name.name in seen for formula in formulas for name in formula.names)


def check_may_read(by: By, spec: Spec, table: Outward) -> None:
    """CannotDo unless everything that the table is made of is open to the reader."""
    if not may_read(by, spec, table):
        raise CannotDo(f"不能看“{table.label}”：里面有保密的内容，您的岗位看不到。请向{table.to}或组织填报的单位要。")


def bridge_between(spec: Spec, drawn: Mapping[str, Drawn], figure: str, left: str, right: str) -> Bridge:
    """Why the two tables tell the figure differently."""
    sides = []
    for key in (left, right):
        table_of(spec, key)
        column = next((one for one in drawn[key].table.columns if one.figure == figure), None)
        if column is None:
            label = spec.collection.figures.get(figure, figure)
            raise NoSuchTable(f"“{drawn[key].table.label}”里没有“{label}”这一列，比不了口径。请换一项指标或换一张表。")
        sides.append((drawn[key].gathered, column))
    return bridge(*sides[0], *sides[1])


def tables_telling(spec: Spec, figure: str) -> list[str]:
    """The tables that tell a figure, by key."""
    return [
        key for key, one in spec.collection.tables.items() if any(column.figure == figure for column in one.columns)
    ]
