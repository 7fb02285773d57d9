"""Reading the audit. The rows of a kind are shown only to whoever found the row itself through the row filter."""

from django.db.models import Max

from .models import ChangeSet


def newest_id() -> int:
    """The newest change-set: whoever keeps computed figures asks whether anything was written since."""
    return ChangeSet.objects.aggregate(newest=Max("id"))["newest"] or 0
