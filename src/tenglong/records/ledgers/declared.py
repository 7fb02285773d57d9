"""A ledger that a mechanism declares and no procedure handles, as a register."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenglong.core.ledger import Field, Kind, differences, read_row
from tenglong.playbooks import DeclaredLedger
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.people.rights import By, Program, open_fields

from .actions import Ties
from .finding import KEY, Asked, FoundRecords, kept_of, rows_asked
from .models import Record
from .pointers import uses_of
from .registers import (
    CannotRemove,
    CannotSave,
    Condition,
    Kept,
    MovedOn,
    NoSuchRow,
    Since,
    Values,
    can_keep,
    check_keep,
)
from .whole import Whole, own_key, wholes
from .writing import Rewritten, keys_of, rows_of, write_away, write_new, write_over

_ANYBODY = Program("台账")  # references of rows that were checked before are looked up, whoever wrote them


@dataclass(frozen=True, slots=True)
class DeclaredRegister:
    """As `registers.Register` says. Values also carry the row's key under `record_key`, beside the fields."""

    ledger: DeclaredLedger
    right: str = "register"

    @property
    def dated(self) -> bool:
        return bool(self.ledger.valid_from or self.ledger.valid_through)

    def find(
        self,
        by: By,
        *,
        search: str = "",
        conditions: Sequence[Condition] = (),
        order: str = "",
        on: date | None = None,
        keys: Collection[str] | None = None,
    ) -> FoundRecords:
        fields = tuple(field for field in self._open(by) if keys is None or field.key in keys)
        return FoundRecords(Asked(self.ledger, by, fields, search, tuple(conditions), order, on))

    def get(self, by: By, key: str, *, on: date | None = None) -> Kept:
        return kept_of(self._open(by), self._one(by, key, on))

    @property
    def turning(self) -> tuple[str, ...]:
        """None: a row says itself from when to when it is in force."""
        return ()

    def save(
        self,
        *,
        key: str | None,
        values: Values,
        version: int | None,
        since: Since | None = None,
        by: By,
        at: datetime,
    ) -> Kept:
        if since:
            raise CannotSave(self.ledger.label, {"": "这里不记自哪天起；请改这一行的起止日期，或另登一行。"})
        record = None if key is None else self._one(by, key)
        check_keep(self, by, region=record.region_code if record else None)
        typed = self._typed(by, values, record)
        verb, what = ("修改", record.title) if record else ("登记", self.ledger.label)
        with change_set(by=by, at=at, action="ledgers.save_row", summary=f"{verb}{self.ledger.label}：{what}") as trail:
            record = record and Record.objects.select_for_update().get(pk=record.pk)
            if record and version not in (None, record.version):
                raise MovedOn(record.title, kept_of(self._open(by), record))
            whole = self._whole(by, typed, record)
            if record:
                write_over(self.ledger, [Rewritten(record, whole)], trail)
            else:
                (record,) = write_new(self.ledger, [whole], [""], trail)
        return kept_of(self._open(by), record)

    def remove(self, *, key: str, by: By, at: datetime) -> None:
        record = self._one(by, key)
        check_keep(self, by, region=record.region_code)
        if uses := self.uses_of([key]):
            raise CannotRemove(f"{record.title}没有删除：还有{uses[key]}指着它。请先改那些，或把两行合并。")
        summary = f"删除{self.ledger.label}：{record.title}"
        with change_set(by=by, at=at, action="ledgers.remove_row", summary=summary) as trail:
            write_away(self.ledger, [record], trail)

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:  # noqa: ARG002  of the protocol
        there = rows_of(self.ledger, self._keys(rows))
        found = wholes(self.ledger, rows, by, [_ties(there.get(key)) for key in self._keys(rows)])
        return [self._problems(whole, by) for whole in found]

    def key_of(self, values: Values) -> str:
        return self._keys([values])[0]

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        return {key: kept_of(self.ledger.fields, row) for key, row in rows_of(self.ledger, keys).items()}

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]:
        by = trail.by if isinstance(trail.by, By) else _ANYBODY
        keys = [str(row.get(KEY) or "") for row in rows]
        return [record.key for record in write_new(self.ledger, wholes(self.ledger, rows, by), keys, trail)]

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        keys = self._keys([before for before, _ in rows])
        there = rows_of(self.ledger, keys)
        merged = [{**before, **after} for before, after in rows]
        found = wholes(self.ledger, merged, _ANYBODY, [_ties(there[key]) for key in keys])
        write_over(self.ledger, [Rewritten(there[key], one) for key, one in zip(keys, found, strict=True)], trail)

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        there = rows_of(self.ledger, keys := self._keys(rows))
        write_away(self.ledger, [there[key] for key in keys], trail)

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        return uses_of(self.ledger.key, keys)

    def _open(self, by: By) -> tuple[Field, ...]:
        return open_fields(by, self.ledger.fields)

    def _keys(self, rows: Sequence[Values]) -> list[str]:
        return [str(row.get(KEY) or key) for row, key in zip(rows, keys_of(self.ledger, rows), strict=True)]

    def _one(self, by: By, key: str, on: date | None = None) -> Record:
        asked = Asked(self.ledger, by, (), on=on)
        if found := rows_asked(asked).filter(key=key).first():
            return found
        raise NoSuchRow(f"没有找到{self.ledger.label} {key}：没有登记，已经删除，或不在您的数据范围内。请从台账里找。")

    def _typed(self, by: By, values: Values, record: Record | None) -> dict[str, Any]:
        """What was entered, typed; of a row that is there only what is named."""
        fields = self._open(by)
        if unknown := [name for name in values if not any(name in (one.key, one.label) for one in fields)]:
            raise CannotSave(self.ledger.label, {"": f"这里没有“{'、'.join(unknown)}”这一项，请核对名称。"})
        if record is None:
            read = read_row(fields, values)
        else:
            read = read_row([one for one in fields if one.key in values or one.label in values], values)
        if read.problems:
            raise CannotSave(record.title if record else self.ledger.label, read.problems)
        return read.values

    def _whole(self, by: By, typed: Mapping[str, Any], record: Record | None) -> Whole:
        before = kept_of(self.ledger.fields, record).values if record else {}
        pointed = [field for field in self.ledger.fields if field.kind in (Kind.REFERENCE, Kind.REFERENCES)]
        same = {one.key for one in pointed} - {one.field.key for one in differences(pointed, before, typed)}
        (whole,) = wholes(self.ledger, [{**before, **typed}], by, [_ties(record)])
        problems = {key: text for key, text in self._problems(whole, by).items() if not (record and key in same)}
        named = own_key(self.ledger)
        if record and named and str(whole.values.get(named)) != record.key:
            label = self.ledger.field(named).label
            problems[named] = f"{label}：是这一行的编号，登记后不能改；填错了请另登一行，再把两行合并。"
        elif twin := self._twin(whole, record):
            labels = "、".join(self.ledger.field(key).label for key in self.ledger.identity)
            problems[self.ledger.identity[0]] = f"{labels}：和已经登记的 {twin} 相同；请打开那一行修改。"
        if problems:
            raise CannotSave(whole.title, problems)
        return whole

    def _problems(self, whole: Whole, by: By) -> dict[str, str]:
        problems = dict(whole.problems)
        region = whole.ties.region_code
        if region and not can_keep(self, by, region=region):
            problems[""] = f"区划 {region} 不在您的授权范围内，请交给当地的经办人，或请管理员授权。"
        return problems

    def _twin(self, whole: Whole, record: Record | None) -> str:
        key = keys_of(self.ledger, [whole.values])[0]
        if not key or (record and key == record.key):
            return ""
        return key if rows_of(self.ledger, [key]) else ""


def _ties(record: Record | None) -> Ties | None:
    if record is None:
        return None
    return Ties(record.region_code, record.unit_key, record.enterprise_code, record.parcel_code)
