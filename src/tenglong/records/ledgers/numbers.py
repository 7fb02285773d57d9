"""Numbers of rows that have no key of their own: counted in each ledger, so wide that their order is that of text."""

from django.db.models import F

from .models import Serial

_WIDTH = 6


def next_numbers(ledger: str, count: int) -> list[str]:
    """The next so many numbers. The counter stays locked until the transaction ends, so that no two are alike."""
    if not Serial.objects.filter(ledger=ledger).update(last=F("last") + count):
        Serial.objects.get_or_create(ledger=ledger)
        Serial.objects.filter(ledger=ledger).update(last=F("last") + count)
    last = Serial.objects.values_list("last", flat=True).get(ledger=ledger)
    return [f"{number:0{_WIDTH}}" for number in range(last - count + 1, last + 1)]
