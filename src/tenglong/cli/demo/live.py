"""Cases under way: each walks its script as far as its age allows, all of them in the order of their days."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from tenglong.cli.demo.papers import paper
from tenglong.core.decreed import seed_calendar
from tenglong.records.cases.queries import list_cases
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.people.rights import By

FOLLOW, BACK, OPEN = "follow", "back", "open"
CASE = "<case>"  # stands for the number of the case in hand


@dataclass(frozen=True, slots=True)
class Beat:
    """One move of a script, so many days after the one before. A value None is the day of the move, a span of days
    the day so long after it.

    FOLLOW goes over to the case that this one opened, BACK to the first. OPEN opens a case of the procedure `step`;
    `of` is then the name by which later beats move it.
    """

    days: int
    by: str
    act: str
    step: str
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    reason: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A case to be opened `age` days ago; it stops after `most` beats whatever its age.

    `after` is done with the moment of the last beat when the script has been walked whole.
    """

    procedure: str
    script: Sequence[Beat]
    values: Mapping[str, Any]
    age: int
    by: str
    most: int = 99
    after: Callable[[datetime], object] | None = None


def walk(plans: Iterable[Plan], people: Mapping[str, By], now: datetime, rng: Random) -> None:
    """Open the cases and make the moves that lie before `now`, each on a working day, none before an earlier one."""
    courses = [_course(plan, people, now, rng) for plan in plans]
    agenda = [(next(course), place) for place, course in enumerate(courses)]
    heapify(agenda)
    while agenda and agenda[0][0] < now:
        _, place = heappop(agenda)
        then = next(courses[place], None)
        if then is not None:
            heappush(agenda, (then, place))


def _course(plan: Plan, people: Mapping[str, By], now: datetime, rng: Random) -> Iterator[datetime]:
    """Gives the moment of each act, and does it when the next one is asked for."""
    at = at_work(now - timedelta(days=plan.age), -1, rng)
    yield at
    number = open_case(procedure=plan.procedure, values=_dated(plan.values, at), by=people[plan.by], at=at).number
    first, named = number, {"": number}
    for beat in plan.script[: plan.most]:
        if beat.act in (FOLLOW, BACK):
            found = list_cases(people[beat.by])
            number = first if beat.act == BACK else found.get(opened_from__number=number).number
            named[""] = number
            continue
        later = at + (timedelta(days=beat.days) or timedelta(minutes=rng.randint(8, 40)))
        at = at_work(later, 1, rng) if beat.days else later
        yield at
        values = {label: number if value == CASE else value for label, value in _dated(beat.values, at).items()}
        if beat.act == OPEN:
            named[beat.of] = open_case(procedure=beat.step, values=values, by=people[beat.by], at=at).number
            continue
        move_case(
            number=named[beat.of],
            act=beat.act,
            step=beat.step,
            values=values,
            evidence=[paper(title, at) for title in beat.evidence],
            reason=beat.reason,
            by=people[beat.by],
            at=at,
        )
    if plan.after and len(plan.script) <= plan.most:
        plan.after(at)


def _dated(values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    def day(value: Any) -> Any:
        return at.date() + value if isinstance(value, timedelta) else at.date() if value is None else value

    return {label: day(value) for label, value in values.items()}


def at_work(at: datetime, way: int, rng: Random) -> datetime:
    """A moment of that working day, or of the next one (`way` 1) or the one before (-1), within office hours."""
    while not seed_calendar().is_workday(at.date()):
        at += timedelta(days=way)
    return at.replace(hour=rng.choice((9, 10, 11, 14, 15, 16)), minute=rng.randint(0, 59), second=0, microsecond=0)
