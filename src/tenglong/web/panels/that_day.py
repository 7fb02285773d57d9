"""What was true of a plot on a day: who used it, where each case stood, who had it in hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.records.cases.frames import frame_of
from tenglong.records.measures.shares import Share
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import roles
from tenglong.web.place import case_url
from tenglong.web.templatetags.tenglong import amount

from .on_day import ENDED, day_of, ended_by, in_hand, is_late
from .plot_line import Life, entry_text

LAND = "亩"  # of a plot it is worth saying that it has given none yet


@dataclass(frozen=True, slots=True)
class Stand:
    """A case on that day: the steps in hand, who had them, the last thing that happened, whether something was late."""

    label: str
    url: str
    words: str
    holders: str
    last: str
    late: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What the plot had given to a sum by that day; `why` says why it is nothing."""

    label: str
    shown: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class ThatDay:
    """The panel."""

    on: date
    used: str
    stands: tuple[Stand, ...]
    given: tuple[Given, ...]


def that_day(life: Life, shares: Iterable[Share], on: date) -> ThatDay:
    """How the plot stood at the end of that day. `shares` are those by that day."""
    used = [
        f"{one.enterprise.name} {one.tenure} {amount(one.area_mu)} 亩"
        for one in life.occupancies
        if one.from_on <= on and (one.until_on is None or one.until_on > on)
    ]
    names = {unit.key: unit.name for unit in list_units()}
    given = tuple(_given(share) for share in shares if share.part or share.unit == LAND)
    begun = [case for case in life.cases if day_of(case.opened_at) <= on]
    stands = tuple(_stand(case, life.entries, names, on) for case in begun)
    return ThatDay(on, "；".join(used) or "没有登记使用", stands, given)


def _given(share: Share) -> Given:
    why = "" if share.part else f"还没有{share.term.dated}，不计"
    return Given(share.measure.label, share.shown_part, share.unit, why)


def _stand(case: Any, entries: Iterable[Any], units: Mapping[str, str], on: date) -> Stand:
    procedure = frame_of(case).procedure
    active = in_hand(case.steps.all(), on)
    told = [one for one in entries if one.case.number == case.number and day_of(one.at) <= on]
    holders = dict.fromkeys(_holder(run, case, units) for run in active)
    words = "、".join(dict.fromkeys(procedure.step(run.step).label for run in active))
    last = f"{day_of(told[-1].at)} {entry_text(procedure, told[-1])}（{told[-1].by}）" if told else ""
    return Stand(
        procedure.label,
        case_url(procedure.key, case.number),
        ENDED.get(case.status, "") if ended_by(case, on) else words,
        "、".join(holders),
        last,
        any(is_late(run, on) for run in active),
    )


def _holder(run: Any, case: Any, units: Mapping[str, str]) -> str:
    unit = units.get(run.unit_key or case.unit_key, "")
    return f"{unit} {roles()[run.role].label}".strip()
