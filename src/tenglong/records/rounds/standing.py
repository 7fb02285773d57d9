"""Where each addressee of a round stands: who has not answered, who has to sign, what is being corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from tenglong.core.clocks import china_time
from tenglong.core.lights import Lit
from tenglong.core.procedure import Act, Status
from tenglong.records.cases.entries import REMIND
from tenglong.records.cases.models import Case, Entry
from tenglong.records.cases.queries import list_cases, rows_of
from tenglong.records.cases.reach import ACTIVE
from tenglong.records.people.rights import By

from .models import Asked, Round
from .signed import Signed, read_signed
from .spec import Spec, spec_of

TO_FILL, TO_SIGN, TO_CHECK, TAKEN, CORRECTING, GONE = "待填报", "待签发", "待审核", "已收齐", "更正中", "已取消"


@dataclass(frozen=True, slots=True)
class Standing:
    """One addressee. `word` is one of this module's; `returned` and `words` say who sent it back and why.

    `case` is None where the reader may not see it.
    """

    asked: Asked
    case: Case | None
    word: str
    steps: tuple[str, ...]
    lit: Lit | None
    signed: Signed | None
    reminders: int
    reminded_on: date | None
    returned: str

    @property
    def answered(self) -> bool:
        """Whether it is no longer the addressee's turn."""
        return self.word in (TO_CHECK, TAKEN)


def list_standing(by: By, found: Round, *, at: datetime) -> list[Standing]:
    """Every addressee of a round, in order, in a fixed number of queries."""
    spec, asked = spec_of(found), list(found.asked.all())
    cases = list_cases(by, procedure=spec.collection.procedure).filter(number__in=[one.number for one in asked])
    rows = {row.case.number: row for row in rows_of(by, cases, at=at)}
    signed, told = read_signed(spec, asked), told_of(asked)
    standing = []
    for one in asked:
        row = rows.get(one.number)
        steps = _in_hand(row.case) if row else ()
        count, last, returned = told.get(one.number, (0, None, ""))
        standing.append(
            Standing(
                asked=one,
                case=row.case if row else None,
                word=word_of(spec, row.case.status if row else "", steps, one.number in signed),
                steps=row.steps if row else (),
                lit=row.lit if row else None,
                signed=signed.get(one.number),
                reminders=count,
                reminded_on=last,
                returned=returned,
            )
        )
    return standing


def word_of(spec: Spec, status: str, steps: Iterable[str], signed: bool) -> str:
    """Where an answer stands, in a word; `steps` are the keys of those in hand."""
    steps = set(steps)
    if status == Status.DONE.value:
        return TAKEN
    if status == Status.CANCELLED.value:
        return GONE
    if spec.collection.merged in steps:
        return TO_CHECK
    if signed and _reopened(spec, steps):
        return CORRECTING
    first = spec.frame.procedure.steps[0].key  # who fills in may sign with it
    return TO_SIGN if spec.collection.signed in steps - {first} else TO_FILL


def _reopened(spec: Spec, steps: set[str]) -> bool:
    return spec.collection.merged not in steps


def _in_hand(case: Case) -> tuple[str, ...]:
    return tuple(run.step for run in case.steps.all() if run.status in ACTIVE)


def told_of(asked: Iterable[Asked]) -> Mapping[str, tuple[int, date | None, str]]:
    """How often each was reminded and when last, and the newest return or reopening, by the number of the case."""
    entries = Entry.objects.filter(case__number__in=[one.number for one in asked])
    reminded = entries.filter(act=REMIND).order_by().values_list("case__number")
    found: dict[str, Any] = {
        number: (count, china_time(last).date(), "")
        for number, count, last in reminded.annotate(count=Count("pk"), last=Max("at"))
    }
    back = entries.filter(act__in=(Act.RETURN.value, Act.REOPEN.value)).order_by("at", "id")
    for number, by, words in back.values_list("case__number", "by", "words"):
        count, last, _ = found.get(number, (0, None, ""))
        found[number] = (count, last, f"{by}：{words}")
    return found
