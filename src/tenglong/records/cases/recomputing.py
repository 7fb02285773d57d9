"""Due days again from the facts: what is stored for lists can always be computed anew."""

from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.procedure import Status
from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By, check_may

from .dues import dues_of
from .facts import facts_of
from .frames import frame_of
from .lit import rows_by_case
from .models import Case
from .state import read_many_runs, read_state, write_state

_BATCH = 500


def recompute_dues(*, by: By, at: datetime) -> tuple[int, int]:
    """Compute the due days of every open case again; gives how many cases were looked at and how many changed."""
    check_may(by, "install")
    seen = changed = 0
    with change_set(by=by, at=at, action="cases.recompute_dues", summary="重新计算到期日") as trail:
        numbers = list(Case.objects.filter(status=Status.OPEN.value).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), _BATCH):
            cases = Case.objects.filter(pk__in=numbers[start : start + _BATCH]).select_related("record").order_by("pk")
            runs, rows = read_many_runs(cases), rows_by_case(cases, china_time(at).date())
            for case in cases:
                frame, stored = frame_of(case), (case.warn_on, case.due_on)
                procedure = frame.procedure
                state = read_state(case, procedure, runs[case.pk])
                facts = facts_of(frame, rows[case.pk])
                dues = dues_of(procedure, state, facts, at)
                written = write_state(case, procedure, runs[case.pk], after=state, dues=dues, facts=facts)
                seen += 1
                if written or dues.case != stored:
                    changed += 1
                    Case.objects.filter(pk=case.pk).update(warn_on=case.warn_on, due_on=case.due_on)
                    trail.changed("case", case.number, {"due_on": stored[1]}, {"due_on": case.due_on})
    return seen, changed
