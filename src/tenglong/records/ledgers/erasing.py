"""Erasure by law of what tells of a person in one row: now, and in its whole history."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from django.db import transaction

from tenglong.core.ledger import Field
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.erasing import check_reason
from tenglong.records.audit.erasing import erase_personal as erase_history
from tenglong.records.people.rights import By, check_may

from .actions import set_values
from .models import Record
from .registers import NoSuchRegister, get_register
from .told import ledger_of


class Eraser(Protocol):
    """Takes away what another app keeps of these fields of a row."""

    def __call__(self, *, kind: str, key: str, fields: Collection[str], by: By, at: datetime) -> None: ...


_erasers: list[Eraser] = []


def register_eraser(eraser: Eraser) -> None:
    """Make known, at start-up, what else keeps values of rows."""
    if eraser not in _erasers:
        _erasers.append(eraser)


_SUMMARY = "依法清空个人信息"


def erase_personal(*, kind: str, key: str, reason: str, by: By, at: datetime) -> int:
    """Empty the personal fields of a row and erase them from its history; gives how many values. It cannot be undone.

    Staged rows of imports are emptied too, and their workbooks handed out no more; the bytes of these and of papers
    stay in the store and in backups.
    """
    check_reason(reason)
    check_may(by, "erase")
    with transaction.atomic():
        ledger = ledger_of(kind)
        personal = tuple(field for field in ledger.fields if field.personal) if ledger else ()
        if personal:
            _empty(kind, key, personal, by, at)
            for erase in _erasers:
                erase(kind=kind, key=key, fields=[field.key for field in personal], by=by, at=at)
        return erase_history(kind=kind, key=key, reason=reason, by=by, at=at)


def _empty(kind: str, key: str, personal: tuple[Field, ...], by: By, at: datetime) -> None:
    """Empty the fields as the row stands now, where it still stands."""
    record = Record.objects.filter(ledger=kind, key=key).first()
    with change_set(by=by, at=at, action="ledgers.empty_personal", summary=_SUMMARY) as trail:
        if record is not None:
            check_may(by, "erase", region=record.region_code)
            set_values(trail, record=record, fields=personal, typed={field.key: None for field in personal})
            return
        try:
            register = get_register(kind)
        except NoSuchRegister:
            return
        if row := register.current([key]).get(key):
            check_may(by, "erase", region=row.region_code)
            register.change([(row.values, {field.key: None for field in personal})], trail)
