"""Importing facts: rows of a register are created, changed, put back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept, get_register
from tenglong.records.people.rights import By

from .importer import Conflict, Handed, Judgement, hand_back
from .judge import judge
from .kinds.spec import Entry, ImportKind, Setting, Values
from .models import Row
from .putting_back import conflicts_of, created_with, put_back, steps_of
from .staged import Change, dump, load
from .status import check_regions
from .targets import Target, get_target

_STALE = "预览后又有变动"
_COLUMNS = ("verdict", "reason", "sentence")


@dataclass(frozen=True, slots=True)
class Facts:
    """The importer of a kind of table whose rows are facts of a register."""

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
        """The fields of the register's row."""
        return get_target(self.kind.register).ledger.fields

    @property
    def drawn(self) -> bool:
        return self.kind.drawn

    def judge(self, handed: Handed) -> Judgement:
        """Compare every row with the register as it stands. An export coming back is read as the register."""
        own = handed.base and handed.base.register == self.kind.register
        return judge(kind_of(self.kind.register) if own else self.kind, handed)

    def write(self, rows: Sequence[Row], *, by: By, at: datetime, trail: Trail) -> None:
        """Write rows; one whose facts were changed since it was staged is handed back."""
        target = get_target(self.kind.register)
        staged = [(row, load(target.ledger.fields, row.before, row.after)) for row in rows]
        current = target.current({change.key for _, changes in staged for change in changes})
        refused = {
            row.pk: _MOVED.format(row.key)
            for row, changes in staged
            if any(_moved_on(change, current.get(change.key)) for change in changes)
        }
        good = [(row, change) for row, changes in staged if row.pk not in refused for change in changes]
        whole = [{**(current[c.key].values if c.before is not None else {}), **c.after} for _, c in good]
        said = target.check(whole, by=by, on=china_time(at).date())
        refused |= {row.pk: "".join(why.values()) for (row, _), why in zip(good, said, strict=True) if why}
        good = [(row, change) for row, change in good if row.pk not in refused]
        check_regions(by, "import", _regions([change for _, change in good], current))
        _create(target, [(row, change) for row, change in good if change.before is None], trail)
        changed = [(current[c.key].values, c.after) for _, c in good if c.before is not None]
        target.change(changed, trail)
        stale = [row for row in rows if row.pk in refused]
        for row in stale:
            hand_back(row, _STALE, refused[row.pk])
        Row.objects.bulk_update(stale, _COLUMNS)

    def conflicts(self, parts: Iterable[Sequence[Row]]) -> Iterator[Conflict]:
        """What was edited since, and what other rows hang on."""
        target, going = get_target(self.kind.register), set[str]()
        for rows in parts:
            going = going or created_with(rows)  # all of the batch, read once
            yield from conflicts_of(steps_of(rows, target, going=going))

    def take_back(
        self,
        rows: Sequence[Row],
        *,
        force: bool,
        by: By,
        at: datetime,  # noqa: ARG002  others need it
        trail: Trail,
    ) -> tuple[Conflict, ...]:
        """Put the values back that were there, take away the rows that were not."""
        target = get_target(self.kind.register)
        steps = steps_of(rows, target, force=force)
        there = [s for s in steps if s.current and not (self.kind.public and s.change.before is None)]
        check_regions(by, "undo_import", (s.current.region_code for s in there if s.current.region_code))
        put_back(target, steps, force, trail)
        return conflicts_of(steps)


def _create(target: Target, new: Sequence[tuple[Row, Change]], trail: Trail) -> None:
    """New rows; one that gets its key only now is kept with it, so that it can be found again."""
    keys = target.create([change.after for _, change in new], trail)
    named = []
    for (row, change), key in zip(new, keys, strict=True):
        if not change.key:
            row.before, row.after = dump([replace(change, key=key)])
            named.append(row)
    Row.objects.bulk_update(named, ("before", "after"))


_MOVED = "“{}”在预览之后被别人改动，没有写入。请重新导入，再看一次差别。"


def _regions(changes: Sequence[Change], current: Mapping[str, Kept]) -> set[str]:
    regions = {str(change.after["region_code"]) for change in changes if change.after.get("region_code")}
    return regions | {kept.region_code for change in changes if (kept := current.get(change.key)) and kept.region_code}


def _moved_on(change: Change, current: Kept | None) -> bool:
    """Has the row changed since it was staged, where it matters?"""
    if change.before is None or current is None:
        return change.before is not None or current is not None
    return any(current.values.get(key) != value for key, value in change.before.items())


def kind_of(register: str) -> ImportKind:
    """Any register as a kind of table: its columns are its fields, a row is a row."""
    target = get_register(register)
    ledger = target.ledger

    def read(values: Values, setting: Setting) -> Entry:  # noqa: ARG001  a row says all
        key = target.key_of(values)
        return Entry(str(values.get(ledger.title) or key), str(values.get("region_code") or ""), (values,))

    fields = tuple(replace(field, required=field.required or field.key in ledger.identity) for field in ledger.fields)
    return ImportKind(register, ledger.label, register, fields, {}, {}, read, refers=True)
