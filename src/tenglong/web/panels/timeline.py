"""The line of time of a plot: bars and marks in lanes, positions in per cent of the width and px of the height."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

LANES = ("占用", "整治", "空间", "审批", "建设", "产出")
TOP, BAR, MARKS, GAP, FOOT = 28, 24, 12, 10, 30  # px
NOMINAL = 1100  # px of width for which texts are placed
LAST_TICK = 97  # per cent: further right its label would be cut
APART = 0.8  # per cent between two marks of a row
MOST_ROWS = 4
GLYPH = 12.2  # px of a Chinese character at 12 px


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in a lane; `until` None: it lasts. `tone` is a class of the style sheet."""

    lane: str
    since: date
    until: date | None
    text: str
    tone: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day in a lane. `kind` is entry, finish, evidence, due or figure; `light` colours a due day."""

    lane: str
    on: date
    text: str
    kind: str = "entry"
    light: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """`inside`: the text stands in the bar, else beside it at `text_x`, ending there if `anchor` is end."""

    x: str
    width: str
    y: int
    bar: Bar
    inside: bool
    text_x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A circle."""

    x: str
    y: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane with its label at `y` and its lower edge at `end`."""

    label: str
    y: int
    end: int
    bars: tuple[DrawnBar, ...]
    marks: tuple[DrawnMark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line of time from `since` to `until`, `days` long."""

    since: date
    until: date
    height: int
    ticks: tuple[tuple[str, str], ...]
    lanes: tuple[DrawnLane, ...]
    days: int
    today: date

    def at(self, on: date) -> float:
        """Where a day stands, in per cent, kept inside the drawing."""
        return max(0.0, min(100.0, 100 * (on - self.since).days / self.days))


def draw_line(bars: Sequence[Bar], marks: Sequence[Mark], *, today: date, lanes: Sequence[str] = LANES) -> Line:
    """Lay out from a little before the first day that anything happens to a little after `today` or the last day."""
    since, until = _span(bars, marks, today)
    line = Line(since, until, 0, (), (), (until - since).days, today)
    drawn, top = [], TOP
    for label in lanes:
        lane = _lane(line, label, [b for b in bars if b.lane == label], [m for m in marks if m.lane == label], top)
        drawn.append(lane)
        top = lane.end
    return replace(line, height=top + FOOT, ticks=tuple(_ticks(line)), lanes=tuple(drawn))


def _span(bars: Iterable[Bar], marks: Iterable[Mark], today: date) -> tuple[date, date]:
    """From a little before the first thing done; who used the plot long before that is cut off at the left."""
    bars, marks = list(bars), list(marks)
    done = [bar for bar in bars if bar.lane != LANES[0]]
    begins = [*(bar.since for bar in done or bars), *(mark.on for mark in marks)]
    ends = [*(bar.until for bar in bars if bar.until), *(mark.on for mark in marks)]
    first, last = min([today, *begins]), max([today, *begins, *ends])
    room = timedelta(days=max(30, (last - first).days // 30))
    return (first - room).replace(day=1), last + room


def _ticks(line: Line) -> Iterable[tuple[str, str]]:
    """A tick at each New Year; in a short line at each quarter."""
    years = range(line.since.year, line.until.year + 1)
    months = (1,) if len(years) > 2 else (1, 4, 7, 10)
    step = max(1, len(years) // 12)
    for year in list(years)[::step]:
        for month in months:
            day = date(year, month, 1)
            if line.since <= day and line.at(day) < LAST_TICK:
                yield _percent(line.at(day)), str(year) if month == 1 else f"{month} 月"


def _lane(line: Line, label: str, bars: Sequence[Bar], marks: Sequence[Mark], top: int) -> DrawnLane:
    rows: list[float] = []  # per row of bars, where the last one ends, its text included
    drawn = []
    for bar in sorted(bars, key=lambda b: (b.since, b.until or date.max)):
        placed, start, end = _place(line, bar)
        row = next((i for i, taken in enumerate(rows) if taken <= start + 0.05), len(rows))
        rows[row : row + 1] = [end]
        drawn.append(replace(placed, y=top + 4 + row * (BAR + 4)))
    bottom = top + 4 + max(1, len(rows)) * (BAR + 4)
    circles, mark_rows = _circles(line, marks, bottom + 4)
    return DrawnLane(label, top + 8, bottom + mark_rows * MARKS + GAP, tuple(drawn), circles)


def _circles(line: Line, marks: Iterable[Mark], y: int) -> tuple[tuple[DrawnMark, ...], int]:
    """Marks at their own day, in the first row that has room; and how many rows that takes."""
    rows: list[float] = []
    found = []
    for mark in sorted(marks, key=lambda m: m.on):
        x = line.at(mark.on)
        free = next((row for row, last in enumerate(rows) if last + APART <= x), len(rows))
        free = free if free < MOST_ROWS else rows.index(min(rows))
        rows[free : free + 1] = [x]
        found.append(DrawnMark(_percent(x), y + free * MARKS, mark))
    return tuple(found), len(rows)


def _place(line: Line, bar: Bar) -> tuple[DrawnBar, float, float]:
    """The bar at row 0, and the stretch it takes up with its text, in per cent."""
    x, end = line.at(bar.since), line.at(bar.until or max(line.today, bar.since))
    end = max(end, x + 0.4)
    text = 100 * (text_width(bar.text) + 16) / NOMINAL
    if text <= end - x:
        return DrawnBar(_percent(x), _percent(end - x), 0, bar, True, "8", "start"), x, end
    if end + text <= 100:
        return DrawnBar(_percent(x), _percent(end - x), 0, bar, False, _percent(end + 0.6), "start"), x, end + text
    if x - text >= 0:
        return DrawnBar(_percent(x), _percent(end - x), 0, bar, False, _percent(x - 0.6), "end"), x - text, end
    return DrawnBar(_percent(x), _percent(end - x), 0, bar, True, "8", "start"), x, end


def text_width(text: str) -> float:
    """Roughly how wide a text is at 12 px: Chinese characters are square, the rest a little over half."""
    return sum(GLYPH if ord(sign) > 0x2E7F else GLYPH * 0.56 for sign in text)


def _percent(number: float) -> str:
    return f"{number:.3f}%"
