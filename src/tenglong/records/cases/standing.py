"""Whether what a row would open is there already: in the file above it, or as a case."""

from dataclasses import dataclass, field
from typing import Any

from tenglong.core.procedure import Status
from tenglong.records.imports.kinds.spec import Problem
from tenglong.records.ledgers.actions import CannotFill, check_new, identity_of
from tenglong.records.ledgers.models import Record
from tenglong.records.ledgers.stored import dump
from tenglong.records.people.rights import By

from .entries import OPEN
from .frames import Frame
from .models import Case
from .preparing import Prepared
from .reach import seen_by


@dataclass(frozen=True, slots=True)
class Same:
    """The number of a case that says the same, or why the row cannot be taken; neither: it is new."""

    number: str = ""
    problem: Problem | None = None


@dataclass(slots=True)
class Standing:
    """What one file has said so far, and the cases that there are. Rows are asked about in their order."""

    frame: Frame
    by: By
    _rows: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def find(self, row: int, number: str, prepared: Prepared) -> Same:
        """What says the same as a row; `number` is the case's that it names, if any."""
        values = dump(prepared.entered.values)
        if number:
            return self._named(number, values)
        identity = identity_of(self.frame.ledger, prepared.entered.values)
        first = self._rows.setdefault(identity or repr(sorted(values.items())), (row, values))
        if first[0] != row:
            return Same(problem=_repeated(*first, values))
        for case in self._alike(identity, prepared.title):
            if _opened_with(case) == values:
                return Same(case.number)
        try:
            check_new(self.frame.ledger, identity, prepared.title)
        except CannotFill as refusal:
            return Same(problem=Problem("已经登记过", str(refusal)))
        return Same()

    def _named(self, number: str, values: dict[str, Any]) -> Same:
        """A row out of an export: it names its case, whose values are changed in the case itself."""
        case = self._cases().filter(number=number).first()
        if case is None:
            sentence = f"办件号：没有办件“{number}”，办件号由系统编；要受理新的一件，请把这一格清空。"
            return Same(problem=Problem("没有这个办件", sentence))
        if values in (self._kept(case), _opened_with(case)):
            return Same(number)
        return Same(
            problem=Problem("办件已在办", f"办件 {number} 已经受理，内容有改动的请在那一件里改；导入只受理新的。")
        )

    def _alike(self, identity: str, title: str) -> Any:
        found = Record.objects.filter(ledger=self.frame.ledger.key, title=title[:200])
        if identity:
            found = Record.objects.filter(ledger=self.frame.ledger.key, identity=identity)
        return self._cases().filter(record__in=found).exclude(status=Status.CANCELLED.value)

    def _cases(self) -> Any:
        cases = Case.objects.filter(seen_by(self.by), procedure=self.frame.procedure.key)
        return cases.select_related("record").order_by("pk")

    def _kept(self, case: Case) -> dict[str, Any]:
        """What the record holds of the fields that opening fills in."""
        keys = {one.key for one in self.frame.ledger.fields}
        return {key: value for key, value in case.record.data.items() if key in keys}


def _opened_with(case: Case) -> dict[str, Any]:
    """What was filled in when the case was opened."""
    return dict(case.entries.filter(act=OPEN).values_list("data", flat=True).first() or {})


def _repeated(first: int, said: dict[str, Any], values: dict[str, Any]) -> Problem:
    if said == values:
        return Problem("重复行", f"和第 {first} 行相同，已按第 {first} 行处理，请删去这一行。")
    return Problem("同一件内容不一", f"和第 {first} 行说的是同一件，内容不同，请查对后只留一行。")
