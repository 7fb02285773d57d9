"""Which cases a person sees: the one row filter, applied to cases."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from tenglong.core.procedure import Status
from tenglong.records.files.queries import register_reach
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, below, within

from .models import HandedOn, StepRun
from .state import ANY

ACTIVE = (Status.OPEN.value, Status.PAUSED.value)
_SUBJECT = "case:"


def seen_by(by: By | None, path: str = "", *, listed: Q | None = None) -> Q:
    """The condition on cases, or on rows that reach a case by `path` (`case__`).

    A unit sees its own cases and those with a step of its own; an enterprise those that are about it; `listed` are
    those on offer, for whoever sees only that.
    """

    def of_unit(key: str) -> Q:
        taking_part = StepRun.objects.filter(case=OuterRef(f"{path}pk"), unit_key=key)
        return Q(**{f"{path}unit_key": key}) | Q(Exists(taking_part))

    return within(by, region=f"{path}region_code", unit=of_unit, enterprise=f"{path}enterprise_code", listed=listed)


def in_hand_of(by: By) -> Q:
    """The condition on steps in hand that they wait for `by`: theirs by role, and not handed on to somebody else."""
    if not isinstance(by, Person):
        return held_by(by)
    return held_by(by) & ~Q(Exists(HandedOn.objects.filter(case=OuterRef("case"), person=by)))


def held_by(by: By) -> Q:
    """The condition on steps in hand that they are those of `by`: of a role held there, of the own unit or of none."""
    own = Q(pk__in=())
    if not isinstance(by, Person):
        return own
    for grant in by.grants.all():
        there = below("region_code", grant.region_code)
        if grant.enterprise_code:
            there |= Q(case__enterprise_code=grant.enterprise_code)
        own |= Q(role=grant.role) & there
    units = (ANY, by.unit.key) if by.unit else (ANY,)
    return Q(status__in=ACTIVE, unit_key__in=units) & own


def evidence_reached(unit_key: str) -> Q:
    """The condition on evidence that it belongs to a case with a step of that unit."""
    steps = StepRun.objects.filter(unit_key=unit_key).order_by()
    return Q(subject__in=steps.values_list(Concat(Value(_SUBJECT), "case__number")))


def subject(number: str) -> str:
    """How evidence names a case."""
    return f"{_SUBJECT}{number}"


def register() -> None:
    """Let units open the evidence of the cases they take part in."""
    register_reach(evidence_reached)
