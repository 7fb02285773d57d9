"""The figures of one report, each asked for once, with where each comes from."""

from dataclasses import dataclass, field
from datetime import date

from tenglong.core.measure import Measure, Period
from tenglong.core.report.model import Audience, Piece, Since
from tenglong.core.report.paper import Basis, BasisTerm, Said
from tenglong.core.report.periods import counted
from tenglong.core.report.say import REFUSED, measured, unit_said
from tenglong.records.ledgers.sources import get_source
from tenglong.records.measures.queries import Figure, GroupFigure, TermFigure, figure
from tenglong.records.people.rights import By

from .links import number_url


@dataclass(slots=True)
class Figures:
    """What a report has said so far. `bases` are numbered in the order in which their figures are first said."""

    by: By
    period: Period
    audience: Audience
    bases: list[Basis] = field(default_factory=list)
    _found: dict[tuple[str, str | None, date | None], Figure] = field(default_factory=dict)

    def figure(self, piece: Piece, since: Since | None = None) -> Figure:
        """The figure of a piece, from when it says or from `since`."""
        period, on = counted(self.period, since or piece.since)
        key = (piece.measure, period, on)
        if key not in self._found:
            self._found[key] = figure(piece.measure, by=self.by, period=period, on=on)
        return self._found[key]

    def unit(self, piece: Piece, measure: Measure) -> str:
        """The unit that a piece is said in."""
        return unit_said(measure.unit, piece.unit, self.audience)

    def said(self, piece: Piece, since: Since | None = None) -> Said:
        """The figure as it stands in the text, or why there is none."""
        found = self.figure(piece, since)
        unit = self.unit(piece, found.measure)
        value, shown = measured(found.measure, found.value, unit)
        basis = self._basis(found, since or piece.since, unit)
        path = number_url(found.key, found.span)
        if found.refused:
            return Said(f"{REFUSED}：{found.refused.rstrip('。')}", path, basis, reason=True)
        return Said(shown, path, basis, value)

    def group(self, piece: Piece, group: GroupFigure) -> Said:
        """The number of one group of a grouped measure."""
        found = self.figure(piece)
        value, shown = measured(found.measure, group.value, self.unit(piece, found.measure))
        return Said(shown, number_url(found.key, found.span, group.key), value=value)

    def _basis(self, found: Figure, since: Since, unit: str) -> int:
        """The number in the annex of a figure; a figure said in two units has two."""
        value, shown = measured(found.measure, found.value, unit)
        period, on = counted(self.period, since)
        for basis in self.bases:
            if (basis.measure, basis.span, basis.unit) == (found.key, found.span.label, unit):
                return basis.number
        self.bases.append(
            Basis(
                number=len(self.bases) + 1,
                measure=found.key,
                label=found.label,
                shown=REFUSED if found.refused else shown,
                value=None if found.refused else value,
                unit=unit,
                span=found.span.label,
                formula=found.measure.formula,
                terms=tuple(_term(term) for term in found.terms),
                remarks=_remarks(found),
                path=number_url(found.key, found.span),
                period=period,
                on=on,
            )
        )
        return len(self.bases)


def _term(term: TermFigure) -> BasisTerm:
    rule = term.term
    chosen = [f"其中 {rule.where.formula.text}"] if rule.where else []
    chosen += [f"按{rule.dated}归期"] if rule.dated else []
    left = [f"{term.unknown:,} 行缺内容，没有算"] if term.unknown else []
    left += [f"{term.missing:,} 行没有值"] if term.missing else []
    over = get_source(rule.over).label
    return BasisTerm(term.label, term.shown, term.unit, term.rows, over, "；".join(chosen), "；".join(left))


def _remarks(found: Figure) -> tuple[str, ...]:
    measure, target = found.measure, found.measure.target
    told = (
        found.refused and f"不予计算的原因：{found.refused}",
        measure.assumes and f"按假设：{measure.assumes}。假设不成立，这个数就不成立。",
        measure.note,
        target and f"目标 {target.value} {measure.unit}，依据：{target.source}",
        measure.source and f"出处：{measure.source}",
    )
    return tuple(one for one in told if one)
