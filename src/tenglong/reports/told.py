"""What a paper says, for stories that expect it."""

from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.report.paper import words_of
from tenglong.playbooks.story import ExpectReport
from tenglong.records.flows.drawn import Expected
from tenglong.records.people.rights import By

from .document import draw_document
from .report import draw_report


def say(expected: Expected, number: str, by: By, at: datetime) -> str:
    """All words of the report, or of the document of the case with that number, drawn at that moment."""
    if isinstance(expected, ExpectReport):
        day = china_time(at).date()
        paper = draw_report(expected.report, period=expected.period, audience=expected.audience, by=by, on=day)
    else:
        paper = draw_document(expected.document, number=number, by=by, at=at)
    return words_of(paper)
