"""Reading one case with everything that deciding needs, in two queries; a third where documents count."""

from dataclasses import dataclass

from tenglong.core.errors import Refused
from tenglong.core.procedure import Act, CaseState
from tenglong.records.files.models import Evidence
from tenglong.records.people.rights import By

from .frames import Frame, frame_of
from .models import Case
from .reach import seen_by, subject
from .state import Runs, read_runs, read_state


class NoSuchCase(Refused):
    """No such case, or not for this reader."""


@dataclass(slots=True)
class Loaded:
    """A case, what it runs in, its rows and how it stands."""

    case: Case
    frame: Frame
    runs: Runs
    state: CaseState


def load_case(by: By, number: str) -> Loaded:
    """The case with that number, for a reader."""
    for case in Case.objects.select_related("record").filter(seen_by(by), number=number).order_by():
        return _loaded(case)
    raise _no_case(number)


def lock_case(number: str) -> Loaded:
    """The case with that number, kept from every other writer until the transaction ends; whoever may see it."""
    cases = Case.objects.select_related("record").select_for_update(of=("self",))
    for case in cases.filter(number=number).order_by():
        return _loaded(case)
    raise _no_case(number)


def label_of(number: str, step: str) -> str:
    """The words of a step of that case, for its history; the key itself where there is no such step."""
    case = Case.objects.filter(number=number).order_by().first() if step else None
    known = {one.key: one.label for one in frame_of(case).procedure.steps} if case else {}
    return known.get(step, step)


def check_seen(by: By, case: Case) -> None:
    """NoSuchCase unless `by` may see the case."""
    if not Case.objects.filter(seen_by(by), pk=case.pk).exists():
        raise _no_case(case.number)


def _loaded(case: Case) -> Loaded:
    frame, runs = frame_of(case), read_runs(case)
    return Loaded(case, frame, runs, read_state(case, frame.procedure, runs))


def _no_case(number: str) -> NoSuchCase:
    return NoSuchCase(f"没有办件 {number}，或不在您的数据范围内；请核对办件号。")


def evidence_titles(loaded: Loaded, act: Act, step: str) -> frozenset[str]:
    """Titles of what is attached to the step so far, where finishing it asks for documents."""
    steps = {found.key: found for found in loaded.frame.procedure.steps}
    if act is not Act.FINISH or step not in steps or not steps[step].evidence:
        return frozenset()
    attached = Evidence.objects.filter(subject=subject(loaded.case.number), step=step)
    return frozenset(attached.values_list("title", flat=True))
