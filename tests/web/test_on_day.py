"""How a case and its steps stood at the end of a day."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from tenglong.core.clocks import CHINA
from tenglong.web.panels.on_day import ended_by, in_hand, is_late


@dataclass
class Run:
    """A run of a step as far as it is looked at."""

    opened_at: datetime | None
    closed_at: datetime | None
    due_on: date | None


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2023, 3, day, hour, tzinfo=CHINA)


@pytest.mark.parametrize(("day", "held"), [(1, False), (2, True), (4, True), (5, False)])
def test_a_step_is_in_hand_from_the_day_it_opens_to_the_day_before_it_ends(day: int, held: bool) -> None:
    run = Run(at(2), at(5), None)
    assert in_hand([run, Run(None, None, None)], date(2023, 3, day)) == ([run] if held else [])


def test_what_ended_late_in_the_evening_ended_that_day() -> None:
    assert ended_by(Run(at(2), at(5, 23), None), date(2023, 3, 5)) == date(2023, 3, 5)
    assert ended_by(Run(at(2), None, None), date(2023, 3, 5)) is None


@pytest.mark.parametrize(("day", "late"), [(4, False), (5, False), (6, True)])
def test_it_is_late_from_the_day_after_it_was_due(day: int, late: bool) -> None:
    assert is_late(Run(at(2), None, date(2023, 3, 5)), date(2023, 3, day)) is late
    assert not is_late(Run(at(2), None, None), date(2023, 3, day))
