"""Importing facts of the registry: rows of a table are created, changed, put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tenglong.core.ledger import Field
from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By
from tenglong.records.registry.kinds import KINDS
from tenglong.workbooks import Table

from .importer import Conflict, Judged, hand_back
from .judge import judge
from .kinds.spec import ImportKind
from .models import Batch, Row
from .putting_back import conflicts_of, put_back, steps_of
from .staged import Change, load
from .status import check_regions

_BATCH = 500
_STALE = "预览后又有变动"


@dataclass(frozen=True, slots=True)
class Facts:
    """The importer of a kind of the registry."""

    kind: ImportKind

    @property
    def key(self) -> str:
        return self.kind.key

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.kind.fields

    @property
    def aliases(self) -> Mapping[str, str]:
        return self.kind.aliases

    @property
    def values(self) -> tuple[Field, ...]:
        """The fields of the registry's row."""
        return KINDS[self.kind.table.kind].fields

    def judge(self, table: Table, *, by: By, on: date, name: str) -> list[Judged]:
        """Compare every row with the registry as it stands."""
        return judge(self.kind, table, by=by, on=on, name=name)

    def write(self, rows: Sequence[Row], *, by: By, at: datetime, trail: Trail) -> None:  # noqa: ARG002  all importers get it
        """Write rows; one whose facts were changed since it was staged is handed back."""
        table = self.kind.table
        staged = [(row, load(self.values, row.before, row.after)) for row in rows]
        current = table.find(change.key for _, changes in staged for change in changes)
        stale = [
            row for row, changes in staged if any(_moved_on(change, current.get(change.key)) for change in changes)
        ]
        unwritten = {row.pk for row in stale}
        good = [change for row, changes in staged if row.pk not in unwritten for change in changes]
        regions = {change.after["region_code"] for change in good if "region_code" in change.after}
        regions |= {current[change.key]["region_code"] for change in good if change.key in current}
        check_regions(by, "import", regions)
        table.create([change.after for change in good if change.before is None], trail)
        table.change([(current[change.key], change.after) for change in good if change.before is not None], trail)
        for row in stale:
            hand_back(row, _STALE, f"“{row.key}”在预览之后被别人改动，没有写入。请重新导入，再看一次差别。")
        Row.objects.bulk_update(stale, ("verdict", "reason", "sentence"), batch_size=_BATCH)

    def conflicts(self, batch: Batch) -> tuple[Conflict, ...]:
        """What was edited since, and what other rows hang on."""
        return conflicts_of(steps_of(batch, self.kind.table))

    def take_back(self, batch: Batch, *, force: bool, by: By, at: datetime, trail: Trail) -> tuple[Conflict, ...]:  # noqa: ARG002
        """Put the values back that were there, take away the rows that were not."""
        steps = steps_of(batch, self.kind.table)
        check_regions(by, "undo_import", (step.current["region_code"] for step in steps if step.current))
        put_back(self.kind.table, steps, force, trail)
        return conflicts_of(steps)


def _moved_on(change: Change, current: Mapping[str, object] | None) -> bool:
    """Has the row changed since it was staged, where it matters?"""
    if change.before is None or current is None:
        return change.before is not None or current is not None
    return any(current.get(key) != value for key, value in change.before.items())
