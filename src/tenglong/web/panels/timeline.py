"""The line of time of a plot: bars and marks in lanes, positions in per cent of the width and px of the height."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

LANES = ("占用", "整治", "空间", "审批", "建设", "产出")
TOP, BAR, MARKS, GAP, FOOT = 28, 24, 12, 10, 30  # px
WIDE, NARROW = 1100, 300  # px of width for which texts are placed: a desk's screen, a phone's
TICK, APART = 36, 14  # px between the labels of two ticks, between two marks
LEAST = 0.4  # per cent: the width of the shortest bar
GLYPH = 12.2  # px of a Chinese character at 12 px
WORST = ("red", "yellow", "green", "")


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in a lane; `until` None: it lasts. `tone` is a class of the style sheet.

    `shorter` texts stand for `text` where that has no room; with `inside` a text stands in the bar or nowhere.
    """

    lane: str
    since: date
    until: date | None
    text: str
    tone: str
    shorter: tuple[str, ...] = ()
    url: str = ""
    title: str = ""
    inside: bool = False


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
    text: str
    inside: bool
    text_x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A circle at the day of the first of its marks; those too close to be told apart are one circle with a count."""

    x: str
    y: int
    marks: tuple[Mark, ...]

    @property
    def on(self) -> date:
        """The day on which the last of them had happened."""
        return self.marks[-1].on

    @property
    def kind(self) -> str:
        """The kind of all of them, else many."""
        kinds = {mark.kind for mark in self.marks}
        return kinds.pop() if len(kinds) == 1 else "many"

    @property
    def light(self) -> str:
        """The worst light among them."""
        return min((mark.light for mark in self.marks), key=WORST.index)


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
    """A drawn line of time from `since` to `until`, `days` long, for a drawing `width` px wide."""

    since: date
    until: date
    today: date
    width: int
    height: int = 0
    ticks: tuple[tuple[str, str], ...] = ()
    lanes: tuple[DrawnLane, ...] = ()

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.until - self.since).days

    def at(self, on: date) -> float:
        """Where a day stands, in per cent, kept inside the drawing."""
        return max(0.0, min(100.0, 100 * (on - self.since).days / self.days))


def draw_line(
    bars: Sequence[Bar],
    marks: Sequence[Mark],
    *,
    today: date,
    since: date | None = None,
    lanes: Sequence[str] = LANES,
    width: int = WIDE,
) -> Line:
    """Lay out from `since`, or from the year in which anything began, to a little after `today` or the last day.

    What was over before `since` is left out; what began before it is cut off and says when.
    """
    since = since or date(first_day(bars, marks, today).year, 1, 1)
    bars = [_cut(bar, since) for bar in bars if bar.until is None or bar.until > since]
    marks = [mark for mark in marks if mark.on >= since]
    line = Line(since, _end(bars, marks, since, today), today, width)
    drawn, top = [], TOP
    for label in lanes:
        own = [bar for bar in bars if bar.lane == label]
        lane = _lane(line, label, own, [mark for mark in marks if mark.lane == label], top)
        drawn.append(lane)
        top = lane.end
    return replace(line, height=top + FOOT, ticks=tuple(_ticks(line)), lanes=tuple(drawn))


def first_day(bars: Iterable[Bar], marks: Iterable[Mark], today: date) -> date:
    """The day on which anything began."""
    return min([today, *(bar.since for bar in bars), *(mark.on for mark in marks)])


def _end(bars: Iterable[Bar], marks: Iterable[Mark], since: date, today: date) -> date:
    last = max([today, *(bar.until for bar in bars if bar.until), *(mark.on for mark in marks)])
    return last + timedelta(days=max(30, (last - since).days // 30))


def _cut(bar: Bar, since: date) -> Bar:
    if bar.since >= since:
        return bar
    began = f"（{bar.since.year} 起）"
    shorter = (*(text + began for text in bar.shorter), *bar.shorter)
    return replace(bar, since=since, text=bar.text + began, shorter=shorter, title=bar.title and bar.title + began)


def _ticks(line: Line) -> Iterable[tuple[str, str]]:
    """A tick at each New Year; in a short line at each quarter; as many as have room for their labels."""
    years = range(line.since.year, line.until.year + 1)
    months = (1,) if len(years) > 2 else (1, 4, 7, 10)
    free = 0.0
    for day in (date(year, month, 1) for year in years for month in months):
        x = line.at(day) * line.width / 100
        if line.since <= day and free <= x <= line.width - TICK:
            free = x + TICK
            yield _percent(line.at(day)), str(day.year) if day.month == 1 else f"{day.month} 月"


def _lane(line: Line, label: str, bars: Sequence[Bar], marks: Sequence[Mark], top: int) -> DrawnLane:
    rows: list[list[Bar]] = []  # of bars that do not overlap
    for bar in sorted(bars, key=lambda one: (one.since, one.until or date.max)):
        row = next((row for row in rows if (row[-1].until or date.max) <= bar.since), None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    drawn = [one for place, row in enumerate(rows) for one in _row(line, row, top + 4 + place * (BAR + 4))]
    bottom = top + 4 + max(1, len(rows)) * (BAR + 4)
    circles = _circles(line, marks, bottom + 4)
    return DrawnLane(label, top + 8, bottom + (MARKS if circles else 0) + GAP, tuple(drawn), circles)


def _circles(line: Line, marks: Iterable[Mark], y: int) -> tuple[DrawnMark, ...]:
    """Marks at their own day; those within a circle's width of the first are counted in it."""
    together: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda one: one.on):
        if together and (line.at(mark.on) - line.at(together[-1][0].on)) * line.width / 100 < APART:
            together[-1].append(mark)
        else:
            together.append([mark])
    return tuple(DrawnMark(_percent(line.at(alike[0].on)), y, tuple(alike)) for alike in together)


def _row(line: Line, row: Sequence[Bar], y: int) -> Iterator[DrawnBar]:
    """The bars of a row with their texts."""
    free = 0.0  # where what stands before ends
    for bar, after in zip(row, [*row[1:], None], strict=True):
        start = line.at(bar.since)
        end = max(line.at(bar.until or max(line.today, bar.since)), start + LEAST)
        until = line.at(after.since) if after else 100.0
        text, beside = _text(bar, end - start, start - free, until - end, line.width)
        text_x, anchor = _percent(end + 0.6 if beside == "start" else start - 0.6), beside
        yield DrawnBar(_percent(start), _percent(end - start), y, bar, text, not beside, text_x, anchor)
        free = end + _room(text, line.width) if beside == "start" else end


def _text(bar: Bar, own: float, left: float, right: float, width: int) -> tuple[str, str]:
    """Which text is shown, and the side of it that touches the bar; no side: it stands inside, cut off if need be."""
    texts = (bar.text, *bar.shorter)
    for text in texts:
        needed = _room(text, width)
        if needed <= own:
            return text, ""
        if needed <= right and not bar.inside:
            return text, "start"
    if bar.inside:
        return "", ""
    beside = next((text for text in texts if _room(text, width) <= left), "")
    return (beside, "end") if beside else (texts[-1], "")


def _room(text: str, width: int) -> float:
    """How much of the width a text takes up, in per cent."""
    return 100 * (text_width(text) + 16) / width


def text_width(text: str) -> float:
    """Roughly how wide a text is at 12 px: Chinese characters are square, the rest a little over half."""
    return sum(GLYPH if ord(sign) > 0x2E7F else GLYPH * 0.56 for sign in text)


def _percent(number: float) -> str:
    return f"{number:.3f}%"
