"""Numbers of cases: the year and a serial, 2023-0007."""

from django.db.models import F

from .models import Serial


def next_number(year: int) -> str:
    """The next number of that year. The row stays locked until the transaction ends, so that no two are alike."""
    if not Serial.objects.filter(year=year).update(last=F("last") + 1):
        Serial.objects.get_or_create(year=year)
        Serial.objects.filter(year=year).update(last=F("last") + 1)
    return f"{year}-{Serial.objects.values_list('last', flat=True).get(year=year):04}"
