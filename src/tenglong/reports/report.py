"""A report of a period, drawn for one reader and one audience."""

from collections.abc import Iterable, Iterator
from datetime import date

from tenglong.core.report.model import Audience, Block, BlockKind, Report, Text
from tenglong.core.report.paper import Heading, Note, Paper, Paragraph, Part, Said, Table, level_of
from tenglong.core.report.periods import CannotDraw, period_asked, report_facts
from tenglong.records.mechanisms.queries import asked_once, list_current
from tenglong.records.people.rights import By, Program
from tenglong.records.regions.queries import list_regions

from .figures import Figures
from .rows import rows_table
from .tables import groups_table, numbers_table


class NoSuchReport(CannotDraw):
    """No installed mechanism has that report."""


def list_reports() -> list[Report]:
    """Every report of the installed mechanisms."""
    return [report for mechanism in list_current() for report in mechanism.reports.values()]


def get_report(key: str) -> Report:
    """The report with that key."""
    for report in list_reports():
        if report.key == key:
            return report
    known = "、".join(report.key for report in list_reports())
    raise NoSuchReport(f"没有叫“{key}”的报告；现有：{known or '（还没有）'}。请核对名称，或先安装它所在的机制。")


def get_audience(report: Report, key: str) -> Audience:
    """Who the report is for; the first for an empty key."""
    if found := report.audience(key):
        return found
    known = "、".join(f"{one.key}（{one.label}）" for one in report.audiences)
    raise CannotDraw(f"“{report.label}”没有“{key}”这种对象；可以选 {known}。")


def draw_report(key: str, *, period: str, audience: str = "", by: By, on: date) -> Paper:
    """The report as `by` may see it, drawn on that day. The same rows make every audience's version."""
    with asked_once():
        return _draw(get_report(key), period, audience, by, on)


def _draw(report: Report, period: str, audience: str, by: By, on: date) -> Paper:
    asked = period_asked(report, period)
    figures = Figures(by, asked, get_audience(report, audience))
    facts = report_facts(report, asked, on)
    parts = tuple(_numbered(_parts(figures, report.blocks, facts)))
    return Paper(
        label=report.label,
        title=_text(figures, report.title, facts),
        to=(Said(f"{figures.audience.to}："),) if figures.audience.to else (),
        parts=parts,
        bases=tuple(figures.bases),
        signed_by=((Said(report.signed_by),),) if report.signed_by else (),
        drawn_on=on,
        formal=report.formal,
        scope=scope_words(by),
    )


def _parts(figures: Figures, blocks: Iterable[Block], facts: dict[str, str]) -> Iterator[Part]:
    for block in blocks:
        if block.only and figures.audience.key not in block.only:
            continue
        match block.kind:
            case BlockKind.HEADING:
                said = _text(figures, block.pieces, facts)
                yield Heading(said, level_of(said[0].text if said else ""))
            case BlockKind.TEXT:
                yield Paragraph(_text(figures, block.pieces, facts))
            case BlockKind.NUMBERS:
                yield numbers_table(figures, block)
            case BlockKind.GROUPS:
                yield from groups_table(figures, block)
            case BlockKind.ROWS:
                yield from rows_table(figures, block)
        yield from _assumptions(figures, block)


def _text(figures: Figures, pieces: Text, facts: dict[str, str]) -> tuple[Said, ...]:
    """Words and figures. Where there is no number the unit that is written after it is left out."""
    said: list[Said] = []
    unit = ""
    for piece in pieces:
        if piece.measure:
            said.append(figures.said(piece))
            unit = "" if said[-1].value is not None else figures.unit(piece, figures.figure(piece).measure)
        else:
            words = facts[piece.field] if piece.field else piece.words
            said.append(Said(words.removeprefix(unit)))
            unit = ""
    return tuple(said)


def _assumptions(figures: Figures, block: Block) -> Iterator[Note]:
    """What must hold for the figures of a block to stand is said under it."""
    found = [figures.figure(piece) for piece in (*block.pieces, *block.measures) if piece.measure]
    told = [f"{one.label}按假设计算：{one.assumes}。" for one in found if one.assumes and not one.refused]
    yield from (Note((Said(f"注：{words}"),)) for words in dict.fromkeys(told))


def _numbered(parts: Iterable[Part]) -> Iterator[Part]:
    """Captions with the number of their table."""
    number = 0
    for part in parts:
        if isinstance(part, Table) and part.caption:
            number += 1
            yield Table(f"表{number}　{part.caption}", part.heads, part.rows, part.sums)
        else:
            yield part


def scope_words(by: By) -> str:
    """Whose rows are counted: those of the areas, or of the unit there, that the reader sees."""
    if isinstance(by, Program):
        return ""
    codes = {grant.region_code for grant in by.grants.all() if grant.region_code}
    names = "、".join(region.name for region in list_regions() if region.code in codes)
    return names or "本人有权看到的行"
