"""The workbook handed back: every row in its place with its verdict, the reason and what to do."""

from tenglong.workbooks import Verdict, VerdictKind, marked_copy, read_table

from .importers import get_importer
from .models import Batch, Row
from .queries import workbook_of

_KINDS = {
    Row.Verdict.NEW: VerdictKind.NEW,
    Row.Verdict.CHANGED: VerdictKind.CHANGED,
    Row.Verdict.DOUBTFUL: VerdictKind.DOUBTFUL,
    Row.Verdict.CONFLICT: VerdictKind.CONFLICT,
    Row.Verdict.UNCHANGED: VerdictKind.SAME,
    Row.Verdict.REFUSED: VerdictKind.REFUSED,
}


def marked(batch: Batch) -> bytes:
    """An xlsx of a batch already seen."""
    spec = get_importer(batch.kind)
    expected = [*(field.label for field in spec.fields), *spec.aliases]
    table = read_table(workbook_of(batch), batch.file_name, expected=expected)
    rows = batch.rows.values_list("number", "verdict", "reason", "sentence")
    verdicts = {
        number: Verdict(_KINDS[Row.Verdict(verdict)], reason, sentence) for number, verdict, reason, sentence in rows
    }
    return marked_copy(table, verdicts)
