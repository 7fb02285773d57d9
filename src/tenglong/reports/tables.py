"""The tables of a report: measures beside each other, a measure counted apart, rows of a ledger."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tenglong.core.measure import Take, show_term
from tenglong.core.report.model import Block, Piece, Since
from tenglong.core.report.paper import Head, Paragraph, Said, Table
from tenglong.core.report.periods import end_words, year_so_far
from tenglong.core.report.say import amount
from tenglong.records.measures.queries import TermFigure

from .figures import Figures

_ADDED = frozenset({Take.SUM, Take.COUNT})  # what the parts of a whole add up to


def numbers_table(figures: Figures, block: Block) -> Table:
    """Measures one under the other, with a column for each stretch of time, and their targets."""
    since = block.since or (Since.PERIOD,)
    targets = any(figures.figure(piece).measure.target for piece in block.measures)
    heads = [Head("指标"), Head("单位"), *(Head(label, number=True) for label in _stretches(figures, block))]
    heads += [Head("目标", number=True)] if targets else []
    rows = tuple(tuple(_numbers(figures, piece, since, targets)) for piece in block.measures)
    return Table(block.caption, tuple(heads), rows)


def _stretches(figures: Figures, block: Block) -> Iterator[str]:
    """The heads of the columns of numbers."""
    for since in block.since or (Since.PERIOD,):
        yield stretch_words(figures, since)


def stretch_words(figures: Figures, since: Since) -> str:
    """2022年7月, 2022年1—7月, 截至2022年7月底."""
    match since:
        case Since.YEAR:
            return year_so_far(figures.period).label
        case Since.ALWAYS:
            return f"截至{end_words(figures.period)}"
        case Since.PERIOD:
            return figures.period.label


def _numbers(figures: Figures, piece: Piece, since: tuple[Since, ...], targets: bool) -> Iterator[Said]:
    """A row; a measure that says for itself from when it counts says so beside its name."""
    own = None if piece.since is Since.PERIOD else piece.since
    found = figures.figure(piece, own or since[0])
    unit = figures.unit(piece, found.measure)
    yield Said(f"{found.label}（{stretch_words(figures, own)}）" if own else found.label)
    yield Said(unit)
    for one in since:
        said = figures.said(piece, own or one)
        yield said
        if said.reason:  # reaches to the end of the row
            return
    if targets:
        target = found.measure.target
        yield Said(amount(Fraction(target.value), found.measure.unit, unit)[1] if target else "")


def groups_table(figures: Figures, block: Block) -> tuple[Table | Paragraph, ...]:
    """The groups of a measure, the largest first, with what each was made of, then the whole; or that there is none."""
    piece = block.measures[0]
    found = figures.figure(piece)
    measure = found.measure
    parts = measure.terms if len(measure.terms) > 1 else ()
    heads = (
        Head(measure.group or ""),
        *(Head(term.label, term.unit or "", number=True) for term in parts),
        Head(measure.label, figures.unit(piece, measure), number=True),
    )
    if found.refused:
        return (Table(block.caption, heads, ((Said(""), figures.said(piece)),)),)
    if not found.groups:
        return (Paragraph((Said(f"{block.caption or measure.label}：{found.span.label}没有。"),)),)
    rows = [
        (Said(group.key or "没有填"), *_terms(group.terms if parts else ()), figures.group(piece, group))
        for group in found.groups
    ]
    whole = "合计" if not parts and measure.terms[0].take in _ADDED else "全部"
    rows.append((Said(whole), *_terms(found.terms if parts else ()), figures.said(piece)))
    return (Table(block.caption, heads, tuple(rows), sums=True),)


def _terms(terms: Iterable[TermFigure]) -> Iterator[Said]:
    for term in terms:
        yield Said(show_term(term.value))
