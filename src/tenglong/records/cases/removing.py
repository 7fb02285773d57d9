"""Taking away cases that were opened by mistake and to which nothing has happened since."""

from django.db.models import Q

from tenglong.records.audit.actions import Trail
from tenglong.records.files.models import Evidence
from tenglong.records.ledgers.models import Record
from tenglong.records.mechanisms.queries import list_current

from .entries import told
from .frames import frame_of
from .models import Case
from .reach import subject
from .state import read_runs, read_state


def use_of(case: Case) -> str:
    """What has happened to a case since it was opened, in a word; empty when nothing has."""
    if case.entries.count() > 1 or case.version > 1:
        return "已经办过"
    if case.opened.exists():
        return "已经由它开出别的办件"
    if Evidence.objects.filter(subject=subject(case.number)).exists():
        return "已经有材料"
    return "别的台账已经引用它" if _is_referred_to(case) else ""


def remove_case(trail: Trail, case: Case) -> None:
    """Take a case away with its record, as part of a larger action; the audit keeps what they were."""
    record = case.record
    procedure = frame_of(case).procedure
    trail.removed("case", case.number, told(case, read_state(case, procedure, read_runs(case))))
    trail.removed(record.ledger, record.key, record.data)
    case.delete()
    record.delete()


def _is_referred_to(case: Case) -> bool:
    referring = Q(pk__in=())
    for mechanism in list_current():
        for ledger in mechanism.ledgers.values():
            for field in ledger.fields:
                if field.refers_to == case.procedure:
                    named = Q(**{f"data__{field.key}": case.number})
                    named |= Q(**{f"data__{field.key}__icontains": f'"{case.number}"'})
                    referring |= Q(ledger=ledger.key) & named
    return Record.objects.filter(referring).exists()
