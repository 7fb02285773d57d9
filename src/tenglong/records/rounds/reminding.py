"""Reminders: a line in the trail of each case, written by somebody or by the program on the days of the template."""

from collections.abc import Iterable
from datetime import date, datetime

from tenglong.core.clocks import china_time
from tenglong.core.collection import reminder_day
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.cases.entries import REMIND, add_entry
from tenglong.records.people.rights import Program

from .models import Round
from .spec import spec_of
from .standing import Standing, list_standing, told_of

PROGRAM = Program("到期提醒")
PIECE = 200  # reminders of one change-set


def usual_words(found: Round) -> str:
    """What is said where nobody says anything else."""
    return f"{found.due_on} 截止，请尽快填报、签发。"


def tell(trail: Trail, late: Iterable[Standing], *, words: str) -> None:
    """Remind these, as part of an action."""
    for one in late:
        if one.case is not None:
            step = next((run.step for run in one.case.steps.all() if run.status == "open"), "")
            add_entry(one.case, REMIND, step, by=trail.by, at=trail.at, words=words, data={}, trail=trail)
            trail.created("reminder", f"{one.case.number}/{one.reminders + 1}", {"words": words})


def remind_due(*, at: datetime) -> int:
    """Remind whoever has not answered a round whose template says so; gives how many. Done again it does nothing."""
    on, count = china_time(at).date(), 0
    for found in Round.objects.filter(status__in=(Round.Status.OPENING, Round.Status.OPEN)):
        opened_on = china_time(found.at).date()
        if day := reminder_day(spec_of(found).collection, found.due_on, opened_on, on):
            count += _remind(found, day, at)
    return count


def _remind(found: Round, day: date, at: datetime) -> int:
    standing = list_standing(PROGRAM, found, at=at)
    late, count = [one for one in standing if not one.answered and one.case], 0
    for start in range(0, len(late), PIECE):
        summary = f"到期提醒 {spec_of(found).collection.label} {found.period}"
        with change_set(by=PROGRAM, at=at, action="rounds.remind", summary=summary) as trail:
            Round.objects.select_for_update().get(pk=found.pk)
            part = _not_yet(late[start : start + PIECE], day)
            tell(trail, part, words=usual_words(found))
            count += len(part)
    return count


def _not_yet(late: list[Standing], day: date) -> list[Standing]:
    """Those whom nobody has reminded since that day, the asking office included."""
    told = told_of([one.asked for one in late])
    last = {number: on for number, (_, on, _) in told.items()}
    return [one for one in late if (last.get(one.asked.number) or date.min) < day]
