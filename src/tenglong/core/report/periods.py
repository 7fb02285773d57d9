"""The periods that a report is of: which one is asked for, its words, the year so far."""

from datetime import date, timedelta

from tenglong.core.errors import Refused
from tenglong.core.measure.periods import Period, read_period

from .model import Report, Since, day_words

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EXAMPLES = {"month": "2022-07", "quarter": "2022Q2", "half": "2022H1", "year": "2022"}
_WORDS = {"month": "月", "quarter": "季度", "half": "半年", "year": "年"}
_YEAR = 12


class CannotDraw(Refused):
    """A report or a document cannot be drawn."""


def period_asked(report: Report, text: str) -> Period:
    """The period with that written name, which must be as long as the report's are."""
    period = read_period(text)
    if len(_months_in(period)) != MONTHS[report.every]:
        how, example = _WORDS[report.every], _EXAMPLES[report.every]
        raise CannotDraw(f"不能出“{report.label}”：它按{how}出，“{text}”不是一个{how}；请写成 {example} 的样子。")
    return period


def counted(period: Period, since: Since) -> tuple[str | None, date | None]:
    """What a figure is asked for: the written period, or the day up to which everything counts."""
    if since is Since.ALWAYS:
        return None, last_day(period)
    return (year_so_far(period) if since is Since.YEAR else period).text, None


def last_day(period: Period) -> date:
    """The last day of a period."""
    return period.until - timedelta(days=1)


def end_words(period: Period) -> str:
    """2022年7月底, as reports write the end of a period."""
    day = last_day(period)
    return f"{day.year}年底" if day.month == _YEAR else f"{day.year}年{day.month}月底"


def year_so_far(period: Period) -> Period:
    """From the first day of the year to the end of the period."""
    day = last_day(period)
    if day.month == _YEAR:
        return read_period(str(day.year))
    return read_period(f"{day.year}-01" if day.month == 1 else f"{day.year}-01..{day.month:02}")


def newest_periods(every: str, on: date, count: int) -> list[Period]:
    """The last `count` periods that have begun by `on`, the newest first."""
    months = MONTHS[every]
    newest = (on.year * _YEAR + on.month - 1) // months
    return [read_period(_written(every, (newest - back) * months)) for back in range(count)]


def report_facts(report: Report, period: Period, on: date) -> dict[str, str]:
    """What a report drawn on that day says of itself: REPORT_FACTS."""
    return {
        "期间": period.label,
        "期末": end_words(period),
        "日期": day_words(on),
        "单位": report.signed_by,
    }


def _written(every: str, month: int) -> str:
    """The written name of the period that begins with that month, counted from the year nought."""
    year, first = divmod(month, _YEAR)
    names = {"month": f"-{first + 1:02}", "quarter": f"Q{first // 3 + 1}", "half": f"H{first // 6 + 1}", "year": ""}
    return f"{year:04}{names[every]}"


def _months_in(period: Period) -> range:
    first, after = (day.year * _YEAR + day.month for day in (period.since, period.until))
    return range(first, after)
