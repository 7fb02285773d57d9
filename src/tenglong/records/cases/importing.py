"""Rows of a workbook open cases, through the same action as a person does, one case a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, read_row
from tenglong.core.ledger.headers import Columns
from tenglong.playbooks import SYSTEM
from tenglong.records.audit.actions import Trail
from tenglong.records.imports.importer import (
    Conflict,
    Handed,
    Importer,
    Judged,
    Judgement,
    columns_of,
    fields_of,
    hand_back,
    says_nothing,
)
from tenglong.records.imports.importers import register_importers
from tenglong.records.imports.kinds.spec import Problem
from tenglong.records.imports.models import Row
from tenglong.records.imports.staged import Change, dump, load
from tenglong.records.imports.status import check_regions
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.mechanisms.queries import find_current, list_current
from tenglong.records.people.rights import By

from .actions import start_case
from .checks import can_open
from .frames import Frame, current_frame, frame
from .models import Case
from .preparing import prepare_case
from .removing import remove_case, use_of
from .standing import Standing

NUMBER = SYSTEM[0]
_BATCH = 500
_STAGED = ""  # the key of a case that has no number yet


@dataclass(frozen=True, slots=True)
class CaseImporter:
    """The importer of a procedure's cases: the columns are the fields of its record."""

    frame: Frame
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.frame.procedure.key

    @property
    def label(self) -> str:
        return f"{self.frame.mechanism.title}：{self.frame.procedure.label}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.frame.ledger.fields

    @property
    def values(self) -> tuple[Field, ...]:
        """The fields of the record."""
        return self.frame.ledger.fields

    def judge(self, handed: Handed) -> Judgement:
        """New is what can be opened; what is there already is unchanged; the rest is handed back."""
        columns = columns_of(self.label, (NUMBER, *self.fields), {}, handed)
        standing = Standing(self.frame, handed.by)
        rows = [self._judge(number, cells, columns, handed, standing) for number, cells in handed.table.records()]
        return Judgement(rows, fields_of(handed.table.headers, columns))

    def _judge(
        self, number: int, cells: Mapping[str, Any], columns: Columns, handed: Handed, standing: Standing
    ) -> Judged:
        raw, by = handed.wording.speak(columns.pick(cells)), handed.by
        given = raw.pop(NUMBER.key, None)
        judged = Judged(number, cells, Row.Verdict.REFUSED, "" if says_nothing(given) else str(given))
        read = read_row(self.fields, raw, columns.units)
        if read.problems:
            return replace(judged, problems=tuple(self._problems(read.problems, raw, "内容读不出")))
        values = {key: value for key, value in read.values.items() if value is not None}
        try:
            prepared = prepare_case(procedure=self.key, values=values, by=by)
            same = standing.find(number, judged.key, prepared)
        except CannotFill as refusal:
            return replace(judged, problems=tuple(self._problems(refusal.problems, raw, "没有登记")))
        except Refused as refusal:
            return replace(judged, problems=(Problem("不能受理", str(refusal)),))
        if same.problem:
            return replace(judged, problems=(same.problem,))
        if same.number:
            told = Problem("", f"已有办件 {same.number}，内容相同，没有再受理。")
            return replace(judged, verdict=Row.Verdict.UNCHANGED, key=same.number, problems=(told,))
        kept = {key: value for key, value in prepared.entered.values.items() if value is not None}
        return replace(judged, verdict=Row.Verdict.NEW, key=prepared.title, changes=(Change(_STAGED, None, kept),))

    def _problems(self, problems: Mapping[str, str], raw: Mapping[str, Any], why: str) -> Iterable[Problem]:
        labels = {field.key: field.label for field in self.fields}
        for key, sentence in problems.items():
            empty = key in labels and says_nothing(raw.get(key))
            yield Problem(f"缺{labels[key]}" if empty else why if key else "区划不明", sentence)

    def write(self, rows: Sequence[Row], *, by: By, at: datetime, trail: Trail) -> None:  # noqa: ARG002  it joins the change-set
        """Open a case for each row; one that cannot be opened any more is handed back."""
        for row in rows:
            (change,) = load(self.values, row.before, row.after)
            try:
                case = start_case(procedure=self.key, values=change.after, by=by, at=at).case
            except Refused as refusal:
                hand_back(row, "预览后又有变动", f"“{row.key}”没有受理：{refusal}")
            else:
                row.key = f"{case.number} {row.key}"[:120]
                row.before, row.after = dump([replace(change, key=case.number)])
        columns = ("verdict", "reason", "sentence", "key", "before", "after")
        Row.objects.bulk_update(rows, columns, batch_size=_BATCH)

    @property
    def drawn(self) -> bool:
        """Cases have no shapes of their own."""
        return False

    def conflicts(self, parts: Iterable[Sequence[Row]]) -> Iterator[Conflict]:
        """The cases to which something has happened since: they stay."""
        for rows in parts:
            for row, case in self._opened(rows):
                if use := use_of(case):
                    yield Conflict(row.number, case.number, "", "", "", "", f"{use}，不能移除", forcible=False)

    def take_back(
        self,
        rows: Sequence[Row],
        *,
        force: bool,  # noqa: ARG002  what is under way is never forced
        by: By,
        at: datetime,  # noqa: ARG002
        trail: Trail,
    ) -> tuple[Conflict, ...]:
        """Take away the cases to which nothing has happened; what is under way is never taken away."""
        kept = tuple(self.conflicts([rows]))
        stay = {conflict.key for conflict in kept}
        opened = list(self._opened(rows))
        check_regions(by, "undo_import", (case.region_code for _, case in opened))
        for row, case in opened:
            row.undo = "kept" if case.number in stay else "done"
            if case.number not in stay:
                remove_case(trail, case)
        Row.objects.bulk_update([row for row, _ in opened], ("undo",), batch_size=_BATCH)
        return kept

    def _opened(self, written: Sequence[Row]) -> Iterable[tuple[Row, Case]]:
        """The rows that opened a case which is still there."""
        rows = {change.key: row for row in written for change in load(self.values, row.before, row.after)}
        cases = Case.objects.select_related("record").in_bulk(list(rows), field_name="number")
        return ((row, cases[number]) for number, row in rows.items() if number in cases)


def find_importer(key: str) -> Importer | None:
    """The importer of a procedure of an installed mechanism, in its current version."""
    found = find_current(key.partition(".")[0])
    return CaseImporter(frame(found[0], key)) if found and key in found[1].procedures else None


def offer_importers(by: By) -> Iterable[Importer]:
    """Those of the procedures that a person may open."""
    for mechanism in list_current():
        for key, procedure in mechanism.procedures.items():
            if can_open(procedure, by):
                yield CaseImporter(current_frame(key))


def register() -> None:
    """Let procedures be imported."""
    register_importers(find_importer, offer_importers)
