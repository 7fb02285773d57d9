"""Which cases a person sees: the one row filter, applied to cases."""

from django.db.models import Exists, OuterRef, Q

from tenglong.records.people.rights import By, within

from .models import StepRun


def seen_by(by: By | None, path: str = "") -> Q:
    """The condition on cases, or on rows that reach a case by `path` (`case__`).

    A unit sees its own cases and those with a step of its own; an enterprise those that are about it.
    """

    def of_unit(key: str) -> Q:
        taking_part = StepRun.objects.filter(case=OuterRef(f"{path}pk"), unit_key=key)
        return Q(**{f"{path}unit_key": key}) | Q(Exists(taking_part))

    return within(by, region=f"{path}region_code", unit=of_unit, enterprise=f"{path}enterprise_code")
