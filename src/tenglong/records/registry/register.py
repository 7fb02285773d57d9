"""The loop's own kinds as registers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenglong.core.clocks import CHINA
from tenglong.core.ledger import Field, Ledger, read_row
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.ledgers.pointers import uses_of
from tenglong.records.ledgers.registers import (
    CannotRemove,
    CannotSave,
    Condition,
    Kept,
    MovedOn,
    NoSuchRow,
    Since,
    check_keep,
)
from tenglong.records.people.rights import By, Program, open_fields

from .as_of import dated_fields
from .checking import normal, problems_of, region_of, settle
from .found import Asked, FoundRows
from .layouts import Layout
from .tables import TABLES, Table
from .turning import stretches

Values = Mapping[str, Any]
_ANYBODY = Program("登记簿")


@dataclass(frozen=True, slots=True)
class KindRegister:
    """As `registers.Register` says. What the system gives a row, and the region it has from another, are no fields."""

    ledger: Ledger
    layout: Layout

    @property
    def right(self) -> str:
        return self.layout.right

    @property
    def dated(self) -> bool:
        return self.layout.holds is not None or bool(dated_fields(self.layout.kind))

    @property
    def table(self) -> Table:
        return TABLES[self.layout.kind]

    def find(
        self,
        by: By,
        *,
        search: str = "",
        conditions: Sequence[Condition] = (),
        order: str = "",
        on: date | None = None,
        keys: Collection[str] | None = None,
    ) -> FoundRows:
        fields = tuple(field for field in self._open(by) if keys is None or field.key in keys)
        return FoundRows(Asked(self.layout, by, fields, search, tuple(conditions), order, on))

    def get(self, by: By, key: str, *, on: date | None = None) -> Kept:
        return self._one(by, key, self._open(by), on)

    @property
    def turning(self) -> Collection[str]:
        return dated_fields(self.layout.kind).keys()

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
        before = None if key is None else self._one(by, key, self.ledger.fields)
        check_keep(self, by, region=before.region_code if before else None)
        if since and not (before and self.turning):
            raise CannotSave(self.ledger.label, {"": "这里不记自哪天起；请改这一行的起止日期，或另登一行。"})
        typed = self._typed(by, values, before)
        verb, what = ("修改", before.title) if before else ("登记", self.ledger.label)
        summary = f"{verb}{self.ledger.label}：{what}"
        with change_set(by=by, at=at, action="registry.save_row", summary=summary) as trail:
            if before:
                before = self._locked(before.key)
            if before and version not in (None, before.version):
                raise MovedOn(before.title, before)
            whole = self._whole(by, typed, before, at)
            if before:
                past = stretches(self.layout.kind, before, whole, since, by=by, on=_day(at)) if since else ()
                self.change([(before.values, whole)], trail)
                TABLES["past"].create(past, trail)
            else:
                self.create([whole], trail)
        return self._one(_ANYBODY, self.key_of(whole), self._open(by))

    def remove(self, *, key: str, by: By, at: datetime) -> None:
        row = self._one(by, key, self.ledger.fields)
        check_keep(self, by, region=row.region_code)
        if uses := self.uses_of([key]):
            raise CannotRemove(f"{row.title}没有删除：还有{uses[key]}指着它。请先改那些，或把两行合并。")
        summary = f"删除{self.ledger.label}：{row.title}"
        with change_set(by=by, at=at, action="registry.remove_row", summary=summary) as trail:
            self.drop([row.values], trail)

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:
        return problems_of(self.layout, self.ledger, rows, by=by, on=on)

    def key_of(self, values: Values) -> str:
        wanted = [field for field in self.ledger.fields if field.key in self.ledger.identity and field.required]
        values = normal(self.layout.kind, values)
        return self.layout.key_of(values) if all(values.get(field.key) for field in wanted) else ""

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        rows = self.layout.model._default_manager.order_by()
        found: dict[str, Kept] = {}
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), 500):
            part = rows.filter(**{f"{self.layout.key}__in": wanted[start : start + 500]})
            found.update(
                (one.key, one) for one in FoundRows(Asked(self.layout, _ANYBODY, self.ledger.fields)).read(part)
            )
        return found

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]:
        whole = [normal(self.layout.kind, row) for row in rows]
        self.table.create(whole, trail)
        return [self.layout.key_of(row) for row in whole]

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        self.table.change(rows, trail)

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        self.table.remove(rows, trail)

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        return uses_of(self.layout.kind, keys)

    def _open(self, by: By) -> tuple[Field, ...]:
        return open_fields(by, self.ledger.fields)

    def _one(self, by: By, key: str, fields: tuple[Field, ...], on: date | None = None) -> Kept:
        asked = Asked(self.layout, by, fields, on=on)
        rows = FoundRows(asked).read(asked.rows().filter(**{self.layout.key: key}))
        if rows:
            return rows[0]
        raise NoSuchRow(f"没有找到{self.ledger.label} {key}：没有登记，已经删除，或不在您的数据范围内。请从台账里找。")

    def _locked(self, key: str) -> Kept:
        list(self.layout.model._default_manager.select_for_update().order_by().filter(**{self.layout.key: key}))
        return self.current([key])[key]

    def _typed(self, by: By, values: Values, before: Kept | None) -> dict[str, Any]:
        """What was entered, typed; of a row that is there only what is named."""
        fields = self._open(by)
        if unknown := [name for name in values if not any(name in (one.key, one.label) for one in fields)]:
            raise CannotSave(self.ledger.label, {"": f"这里没有“{'、'.join(unknown)}”这一项，请核对名称。"})
        named = fields if before is None else [one for one in fields if one.key in values or one.label in values]
        read = read_row(named, values)
        if read.problems:
            raise CannotSave(before.title if before else self.ledger.label, read.problems)
        return normal(self.layout.kind, read.values)

    def _whole(self, by: By, typed: Values, before: Kept | None, at: datetime) -> dict[str, Any]:
        """The row as it is to stand."""
        title = before.title if before else str(typed.get(self.ledger.title) or self.ledger.label)
        row = {**(before.values if before else {}), **typed}
        (whole,), (problems,) = settle(self.layout, self.ledger, [row], by=by, on=_day(at))
        key = self.key_of(whole)
        if before and key != before.key:
            changed = [one for one in self.ledger.identity if before.values.get(one) != whole.get(one)]
            for one in changed:
                label = self.ledger.field(one).label
                problems[one] = f"{label}：是认出这一行的依据，登记后不能改；填错了请另登一行，再删去这一行。"
        elif before is None and key and self.current([key]):
            labels = "、".join(self.ledger.field(one).label for one in self.ledger.identity)
            problems.setdefault(self.ledger.identity[0], f"{labels}：和已经登记的一行相同；请打开那一行修改。")
        if problems:
            raise CannotSave(title, problems)
        check_keep(self, by, region=region_of(self.layout, whole) or None)
        return whole


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
