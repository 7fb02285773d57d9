"""The words and colours of a clock, and who may put another beside them."""

from datetime import date, datetime

import pytest

from tenglong.core.clocks import Budget, Pause, Unit, read
from tenglong.core.decreed import seed_calendar
from tenglong.core.lights import Light, Lit, light_of

START = datetime(2024, 3, 4, 10)  # a Monday; five working days end on Monday 11, five days on Saturday 9
WAITING = Pause(datetime(2024, 3, 6, 10), None, "等材料")


def lit(day: int, unit: Unit = Unit.WORKDAY, pauses: tuple[Pause, ...] = (), stopped: datetime | None = None) -> Lit:
    at = datetime(2024, 3, day, 9)
    reading = read(Budget(5, unit), START, pauses, at, seed_calendar(), stopped_at=stopped)
    return light_of(reading, at.date())


@pytest.mark.parametrize(
    ("day", "unit", "light", "words"),
    [
        (5, Unit.WORKDAY, Light.GREEN, "剩 4 个工作日"),
        (7, Unit.WORKDAY, Light.GREEN, "剩 2 个工作日"),
        (8, Unit.WORKDAY, Light.YELLOW, "剩 1 个工作日"),
        (9, Unit.WORKDAY, Light.YELLOW, "剩 1 个工作日"),
        (11, Unit.WORKDAY, Light.YELLOW, "今天到期"),
        (13, Unit.WORKDAY, Light.RED, "超 2 个工作日"),
        (5, Unit.DAY, Light.GREEN, "剩 4 天"),
        (9, Unit.DAY, Light.YELLOW, "今天到期"),
        (10, Unit.DAY, Light.RED, "超 1 天"),
    ],
)
def test_running(day: int, unit: Unit, light: Light, words: str) -> None:
    assert lit(day, unit) == Lit(light, words)


def test_a_day_off_after_the_due_day_is_over_too() -> None:
    """Due on Friday, seen on Saturday: no working day has passed, the limit has."""
    reading = read(Budget(4, Unit.WORKDAY), START, [], datetime(2024, 3, 9, 9), seed_calendar())
    assert light_of(reading, date(2024, 3, 9)) == Lit(Light.RED, "超 1 天")


def test_paused_is_grey_unless_it_is_late_already() -> None:
    assert lit(20, pauses=(WAITING,)) == Lit(Light.GREY, "已停钟，余 3 个工作日")
    late = Pause(datetime(2024, 3, 13, 10), None, "等材料")
    assert lit(20, pauses=(late,)) == Lit(Light.RED, "已停钟，超 2 个工作日")


def test_without_a_limit_there_is_no_light() -> None:
    assert light_of(None, date(2024, 3, 4)) == Lit(Light.GREY, "无时限")


def test_what_is_finished_keeps_its_light() -> None:
    assert lit(28, stopped=datetime(2024, 3, 8, 9)) == Lit(Light.GREEN, "按时办结，用 4 个工作日")
    assert lit(28, stopped=datetime(2024, 3, 12, 9)) == Lit(Light.RED, "超 1 个工作日")
