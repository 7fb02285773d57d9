"""Collection rounds (分发—催报—汇总): one template, many answers, the tables that others ask for."""

from .bridge import Bridge, BridgeRow, bridge
from .gather import Answer, Gathered, Line, Standing, gather, say, standing
from .model import (
    ABOUT,
    Asks,
    Collection,
    Column,
    Deadline,
    Outward,
    WrongPeriod,
    addressee_ledger,
    day_after,
    period_of,
    periods_before,
    reminder_day,
)

__all__ = [
    "ABOUT",
    "Answer",
    "Asks",
    "Bridge",
    "BridgeRow",
    "Collection",
    "Column",
    "Deadline",
    "Gathered",
    "Line",
    "Outward",
    "Standing",
    "WrongPeriod",
    "addressee_ledger",
    "bridge",
    "day_after",
    "gather",
    "period_of",
    "periods_before",
    "reminder_day",
    "say",
    "standing",
]
