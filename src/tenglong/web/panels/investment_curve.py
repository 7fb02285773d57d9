"""The curve of a project's investment: what was done month by month against the plan, positions in px."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 640, 220, 56, 16, 14, 26  # px
STEPS = 4  # rules across
ROUND = (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0)  # each divides by four well
TICK = 54  # px between the labels of two ticks


@dataclass(frozen=True, slots=True)
class Point:
    """Where a day's sum stands."""

    x: float
    y: float
    on: date
    shown: Any


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template draws, `WIDTH` by `HEIGHT`; `plan` is a path or empty, `now` where the day stands."""

    done: str
    plan: str
    points: tuple[Point, ...]
    rules: tuple[tuple[float, Any], ...]
    ticks: tuple[tuple[float, str], ...]
    now: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot: int = HEIGHT - FOOT


def draw_curve(
    done: Sequence[tuple[date, Any]], plan: Sequence[tuple[date, Any]], *, on: date, before: Any = 0
) -> Curve | None:
    """`done` are the amounts of single days, `before` what was there before; `plan` is (day, planned sum), two or more.

    None when nothing was done and nothing is planned.
    """
    if not done and len(plan) < 2:
        return None
    sums, total = [], before
    for day, amount in done:
        total += amount
        sums.append((day, total))
    days = [day for day, _ in (*sums, *plan)]
    since = min(days).replace(day=1)
    until = max(*days, on) + timedelta(days=15)
    top = _round_up(max(float(value) for _, value in (*sums, *plan)) or 1.0)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - since).days / (until - since).days, 1)

    def y(value: Any) -> float:
        return round(HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * float(value) / top, 1)

    points = tuple(Point(x(day), y(value), day, value) for day, value in sums)
    path = f"M{x(since)} {y(before)}" + "".join(f"L{one.x} {one.y}" for one in points)
    planned = "M" + "L".join(f"{x(day)} {y(value)}" for day, value in plan)
    return Curve(
        done=path if points else "",
        plan=planned if len(plan) > 1 else "",
        points=points,
        rules=tuple((y(top * step / STEPS), top * step / STEPS) for step in range(STEPS + 1)),
        ticks=tuple(_ticks(since, until, x)),
        now=x(on),
    )


def _ticks(since: date, until: date, x: Any) -> list[tuple[float, str]]:
    """Quarters, or years where there are many."""
    found, free = [], 0.0
    months = (1,) if until.year - since.year > 2 else (1, 4, 7, 10)
    for day in (date(year, month, 1) for year in range(since.year, until.year + 1) for month in months):
        if since <= day <= until and free <= x(day) <= WIDTH - TICK:
            free = x(day) + TICK
            found.append((x(day), str(day.year) if day.month == 1 else f"{day.month} 月"))
    return found


def _round_up(value: float) -> float:
    """A round number not below it, that four steps divide well."""
    size = 10.0 ** (len(str(int(value))) - 1)
    return next(size * factor for factor in ROUND if size * factor >= value)
