"""What a story expects of a report or a document that is drawn at that moment."""

from tenglong.core.measure.periods import CannotReadPeriod
from tenglong.core.report.periods import CannotDraw, period_asked

from .read import Part
from .scene import Scene
from .story import ExpectDocument, ExpectReport


def read_drawn_report(scene: Scene, part: Part) -> ExpectReport | None:
    """A report of a period, for one of its audiences."""
    report = scene.known.report(part.text("report"), part.at("report"))
    if report is None:
        return None
    audience, period = part.text("for"), part.text("period")
    if report.audience(audience) is None:
        known = [one.key for one in report.audiences]
        part.reading.unknown(part.at("for"), f"“{report.label}”没有“{audience}”这种对象。", audience, known)
    try:
        period = period_asked(report, period).text if period else ""
    except (CannotReadPeriod, CannotDraw) as problem:
        part.reading.problem(part.at("period"), str(problem))
    return ExpectReport(report.key, period, audience, part.text("contains"), part.text("refused"))


def read_drawn_document(scene: Scene, part: Part) -> ExpectDocument | None:
    """A document of a case that the story has opened."""
    document = scene.known.document(part.text("document"), part.at("document"))
    procedure = scene.case(part.text("case"), part.at("case"))
    if document is None or procedure is None:
        return None
    if document.procedure != procedure.key:
        part.reading.problem(part.at("case"), f"“{document.label}”不是“{procedure.label}”的文书。")
    return ExpectDocument(document.key, part.text("case"), part.text("contains"), part.text("refused"))
