"""Which cases a person sees: the one row filter, applied to cases."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from tenglong.records.files.queries import register_reach
from tenglong.records.people.rights import By, within

from .models import StepRun

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
