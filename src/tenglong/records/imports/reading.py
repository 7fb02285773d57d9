"""A workbook read: every row gets its verdict, piece by piece. Nothing of it is written to the registry."""

from collections.abc import Sequence
from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.ledger import CannotRead
from tenglong.geo import Datum
from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By
from tenglong.workbooks import read_base, read_table

from .importer import CannotImport, CannotMap, Handed, Importer, Judged, Judgement
from .importers import get_importer
from .models import Batch, Row
from .pieces import PIECE, Moved, Pauses, Work, piece
from .queries import workbook_of
from .staged import dump, dump_clashes, dump_ways
from .status import lock, set_status
from .wording import wording_of

_LONGEST_SHOWN = 2_000  # characters of a cell: an outline has many more, and is in the file
_FORGOTTEN = 5_000  # rows of an earlier reading that are taken away at once


def read(batch: Batch, *, by: By, at: datetime) -> None:
    """Judge the rows of a batch. It ends staged, waiting for columns to be told, or given up with a sentence."""
    spec = get_importer(batch.kind)
    work = Work(by, at, "imports.read", f"读取{spec.label} {batch.file_name}", "import.read")
    try:
        handed = _handed(batch, spec, by=by, at=at)
        _forget(batch, work)
        judgement = spec.judge(handed)
        _keep(batch, work, handed, judgement)
    except CannotMap as problem:
        _end(batch, work, Batch.Status.MAPPING, str(problem), problem.columns)
    except CannotImport as problem:
        _end(batch, work, Batch.Status.DROPPED, str(problem))
    except Moved:
        return


def _handed(batch: Batch, spec: Importer, *, by: By, at: datetime) -> Handed:
    expected = [*(field.label for field in spec.fields), *spec.aliases]
    data, wording = workbook_of(batch), wording_of(batch.kind, batch.unit_key)
    try:
        table = read_table(data, batch.file_name, expected=[*expected, *wording.columns])
        base = read_base(data, batch.file_name)
    except CannotRead as problem:
        raise CannotImport(f"不能导入：{problem}") from None
    datum = Datum(batch.datum) if batch.datum else None
    return Handed(table, batch.file_name, by, china_time(at).date(), wording, base, datum, batch.meridian)


def _forget(batch: Batch, work: Work) -> None:
    """Take the rows of an earlier reading away."""
    while old := list(batch.rows.order_by().values_list("pk", flat=True)[:_FORGOTTEN]):
        with piece(batch, work, Batch.Status.READING, batch.done_to) as (held, _):
            Row.objects.filter(pk__in=old).delete()
            held.done_to = held.work_done = 0
        batch.done_to = 0


def _keep(batch: Batch, work: Work, handed: Handed, judgement: Judgement) -> None:
    rows: Sequence[Judged] = judgement.rows
    pauses, done_to = Pauses(), 0
    for start in range(0, len(rows), PIECE):
        part = rows[start : start + PIECE]
        with piece(batch, work, Batch.Status.READING, done_to) as (held, _):
            Row.objects.bulk_create([_row(held, row) for row in part])
            held.work_done, held.work_total = start + len(part), len(rows)
            held.done_to = done_to = part[-1].number
        pauses.take()
    with piece(batch, work, Batch.Status.READING, done_to) as (held, trail):
        held.rows_read, held.rows_skipped = len(rows), len(handed.table.skipped)
        held.rows_missing = judgement.missing
        held.columns = list(judgement.columns.items())
        held.unknown = [[key, word, count] for (key, word), count in judgement.unknown.items()][:_MOST_UNKNOWN]
        held.sentence, held.done_to = "", 0
        set_status(held, Batch.Status.STAGED, trail)


_MOST_UNKNOWN = 100


def _end(batch: Batch, work: Work, status: str, sentence: str, columns: dict[str, str] | None = None) -> None:
    told = f"import:{batch.pk}"
    with change_set(by=work.by, at=work.at, action=work.action, summary=work.summary, batch=told) as trail:
        held = lock(batch)
        held.sentence, held.columns = sentence, list((columns or {}).items())
        held.save()
        set_status(held, status, trail)


def _row(batch: Batch, judged: Judged) -> Row:
    before, after = dump(judged.changes)
    sentences = "".join(problem.sentence for problem in judged.problems)
    return Row(
        batch=batch,
        number=judged.number,
        raw={header: _as_json(cell) for header, cell in judged.raw.items()},
        verdict=judged.verdict,
        reason=judged.problems[0].reason if judged.problems else "",
        sentence=f"第 {judged.number} 行，{sentences}" if sentences else "",
        key=judged.key[:120],
        region_code=judged.region_code,
        before=before,
        after=after,
        ways=dump_ways(judged.ways),
        clashes=dump_clashes(judged.clashes),
    )


def _as_json(cell: object) -> object:
    if isinstance(cell, str):
        return cell[:_LONGEST_SHOWN]
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
