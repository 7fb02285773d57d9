"""The rows that measures see of a scorecard's published runs: one per subject and period."""

from collections.abc import Iterator

from tenglong.core.formula import Checked, Type
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.measure.model import Take
from tenglong.core.scorecard.model import Input, Scorecard
from tenglong.core.scorecard.names import CLASS, PLACE, RANK, RANKED, TOTAL, points_word

from .rows import KIND_OF

SUBJECT, REGION, PERIOD = "score_subject", "score_region", "period"

_NUMBERS = frozenset({Take.SUM, Take.COUNT, Take.DISTINCT})


def score_ledger(scorecard: Scorecard, over: Ledger) -> Ledger:
    """The rows of a scorecard as a ledger under its key, over the ledger of its subjects.

    Numbers of inputs, indicators and lists stand under their labels, as columns too. Fields of the subject that are
    listed follow, as they were when the run was published; one that clashes is left out.
    """
    fields = [*_standing(scorecard, over), *_counted(scorecard)]
    keys, labels = {field.key for field in fields}, {field.label for field in fields}
    own = [field for field in facts_of(over) if field.key not in keys and field.label not in labels]
    return Ledger(scorecard.key, scorecard.label, (*fields, *own), SUBJECT, (SUBJECT, PERIOD))


def facts_of(over: Ledger) -> tuple[Field, ...]:
    """The fields of a subject that a run keeps: those its list shows."""
    return tuple(field for field in over.fields if field.listed and not field.confidential)


def type_of(one: Input) -> Type:
    """The type of an input's values."""
    return Type.NUMBER if one.term.take in _NUMBERS or one.term.of is None else one.term.of.type


def kind_of(one: Input) -> Kind:
    """The kind of field that holds an input's values."""
    return KIND_OF[type_of(one)]


def formulas_of(scorecard: Scorecard) -> Iterator[Checked]:
    """Every formula that looks at a subject; a carried value does too."""
    yield from deciding_of(scorecard)
    yield from (value for one in scorecard.lists if one.opens for value in one.opens.carry.values())


def deciding_of(scorecard: Scorecard) -> Iterator[Checked]:
    """The formulas on which it depends how a subject comes out."""
    if scorecard.where is not None:
        yield scorecard.where
    yield from (one.value for one in scorecard.indicators)
    yield from (one.points for one in scorecard.adjustments)
    yield from (band.when for band in scorecard.bands)
    yield from (one.where for one in scorecard.lists)


def _standing(scorecard: Scorecard, over: Ledger) -> Iterator[Field]:
    bands = tuple(band.name for band in scorecard.bands)
    yield Field(SUBJECT, over.label, Kind.REFERENCE, refers_to=over.key, listed=True)
    yield Field(REGION, "区划")
    yield Field(PERIOD, "期间", listed=True)
    yield Field(TOTAL, TOTAL, Kind.NUMBER, listed=True)
    yield Field(RANK, RANK, Kind.WHOLE, listed=True)
    yield Field(PLACE, PLACE, Kind.NUMBER, unit="%")
    yield Field(RANKED, RANKED, Kind.WHOLE)
    yield Field(CLASS, CLASS, Kind.CHOICE if bands else Kind.TEXT, choices=bands, listed=True)


def _counted(scorecard: Scorecard) -> Iterator[Field]:
    for one in scorecard.inputs:
        yield Field(one.label, one.label, kind_of(one), one.term.unit)
    for indicator in scorecard.indicators:
        yield Field(indicator.label, indicator.label, Kind.NUMBER, indicator.unit)
        yield Field(points_word(indicator.label), points_word(indicator.label), Kind.NUMBER)
    for shortlist in scorecard.lists:
        yield Field(shortlist.label, shortlist.label, Kind.TRUTH)
