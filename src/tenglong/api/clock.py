"""The door reads the clock; everything below is told."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, in the county's time zone."""
    return timezone.localtime()


def today() -> date:
    """This day in the county."""
    return now().date()


def told(at: datetime | None) -> str | None:
    """A moment as it is answered: in the county's time zone."""
    return timezone.localtime(at).isoformat() if at else None
