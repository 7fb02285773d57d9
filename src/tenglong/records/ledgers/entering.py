"""Entering many rows of a register at once, all or none of a piece: checked like a single one, audited by the piece."""

from collections.abc import Sequence
from datetime import datetime

from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By

from .registers import CannotSave, Values, get_register

PIECE = 500


def enter_rows(*, register: str, rows: Sequence[Values], by: By, at: datetime) -> int:
    """Enter whole, typed rows that are not there yet; CannotSave with the first that cannot be. Gives how many."""
    kind = get_register(register)
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        for number, problems in enumerate(kind.check(piece, by=by, on=at.date()), start + 1):
            if problems:
                raise CannotSave(f"{kind.ledger.label}第 {number} 行", problems)
        with change_set(by=by, at=at, action="ledgers.enter_rows", summary=f"登记{kind.ledger.label}") as trail:
            kind.create(piece, trail)
    return len(rows)
