"""The calendar a county starts with: the State Council's holiday notices since 2004, as chinesecalendar has them."""

from functools import cache

from chinese_calendar import __version__  # type: ignore[import-untyped]
from chinese_calendar.constants import holidays, workdays  # type: ignore[import-untyped]

from tenglong.core.worktime import Calendar


@cache
def seed_calendar() -> Calendar:
    """Every year whose notice the installed chinesecalendar knows; a county adds later notices as a new version."""
    return Calendar(
        version=f"chinesecalendar {__version__}",
        source="国务院办公厅关于部分节假日安排的通知（历年）",
        off=frozenset(holidays),
        on=frozenset(workdays),
        decreed=frozenset(day.year for day in holidays),
    )
