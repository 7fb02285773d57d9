"""Reading batches, through the row filter: whoever sees the importer's area sees its imports."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, guess_columns
from tenglong.records.files.queries import read_bytes
from tenglong.records.people.rights import By, within

from .importer import CannotImport
from .importers import find_importer, get_importer
from .models import Batch, Row
from .staged import LEAVE, WRITTEN, clashes_in, load, show, ways_in
from .wording import word_of, wording_of

VERDICTS = dict(Row.Verdict.choices)  # verdict → the word people read


class NoSuchBatch(Refused):
    """The batch is not there, or not for this person."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One value that a row changes: of what, which field, what it was and what it is to be, as people read them."""

    key: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Side:
    """A cell changed on two sides: as exported, as it stands, as the sheet has it, in words."""

    label: str
    base: str
    theirs: str
    mine: str


def list_batches(by: By | None) -> QuerySet[Batch]:
    """Every batch, the newest first."""
    return Batch.objects.filter(within(by, unit="unit_key"))


def get_batch(by: By | None, batch_id: int) -> Batch:
    """The batch with that number."""
    if batch := list_batches(by).filter(pk=batch_id).select_related("file").first():
        return batch
    raise NoSuchBatch(f"没有找到第 {batch_id} 批导入，或不在您的数据范围内。请在导入记录里查对编号。")


def workbook_of(batch: Batch) -> bytes:
    """The file as it was handed in; refused where it tells of a person what was erased by law."""
    if batch.withheld:
        why = f"“{batch.file_name}”不再提供，也不再读取：里面有依法删除的个人信息"
        raise CannotImport(f"{why}。请去掉这些内容后重新上传。")
    return read_bytes(batch.file)


def list_rows(batch: Batch, verdict: str = "") -> QuerySet[Row]:
    """The rows of a batch already seen, all or those with one verdict, as numbered in the workbook."""
    return batch.rows.filter(verdict=verdict) if verdict else batch.rows.all()


def guesses_of(batch: Batch) -> dict[str, str]:
    """For headers of a batch that are no field's the field that they may be, for a person to confirm.

    What the office has told of a header is no guess, not to read it either.
    """
    told = wording_of(batch.kind, batch.unit_key).columns
    importer = find_importer(batch.kind)
    used = set(batch.meanings.values())
    free = [field for field in importer.fields if field.key not in used] if importer else []
    return guess_columns(
        free, [header for header, key in batch.meanings.items() if not key and word_of(header) not in told]
    )


def counts(batch: Batch) -> dict[str, int]:
    """How many rows have each verdict; their sum is `rows_read`."""
    found = dict(batch.rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in Row.Verdict.values}


def count_writable(batch: Batch) -> dict[str, int]:
    """How many rows of each verdict would be written as they are decided now."""
    rows = batch.rows.filter(verdict__in=WRITTEN).exclude(way=LEAVE).exclude(after="").order_by()
    found = dict(rows.values_list("verdict").annotate(Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in WRITTEN}


def reasons(batch: Batch, verdict: str = "") -> list[tuple[str, int]]:
    """How many rows have each reason, all or of one verdict, the most frequent first. Of several the first counts."""
    rows = list_rows(batch, verdict).filter(~Q(reason="")).order_by().values_list("reason").annotate(rows=Count("pk"))
    return [(reason, count) for reason, count in rows.order_by("-rows", "reason")]


def changes_in(row: Row) -> list[Shown]:
    """What a row changes, value by value, in the order of the fields."""
    fields = get_importer(row.batch.kind).values
    return [
        Shown(change.key, field.label, _shown(field, change.before), _shown(field, change.after))
        for change in load(fields, row.before, row.after)
        for field in fields
        if field.key in change.after
    ]


def choices_of(row: Row) -> list[tuple[str, str]]:
    """The ways in which a person can decide a row, with their words."""
    return [(way, label) for way, (label, _, _) in ways_in(row.ways).items()]


def clashes_of(row: Row) -> list[Side]:
    """The cells of a row that somebody else has changed as well."""
    fields = get_importer(row.batch.kind).values
    known = {field.key: field for field in fields}
    return [
        Side(known[c.field].label, *(show(known[c.field], value) for value in (c.base, c.theirs, c.mine)))
        for c in clashes_in(fields, row.clashes)
    ]


def _shown(field: Field, values: Any) -> str:
    return show(field, (values or {}).get(field.key))


def list_unfinished() -> QuerySet[Batch]:
    """Batches on which work was under way, whoever may see them: for the program when it starts."""
    return Batch.objects.filter(status__in=(Batch.Status.READING, Batch.Status.APPLYING, Batch.Status.REVERSING))
