"""Taking a row of any register away, with the reason in the audit."""

from datetime import datetime

from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By

from .registers import CannotRemove, get_register

_LONGEST = 200


def remove_row(*, register: str, key: str, why: str, by: By, at: datetime) -> None:
    """Take a row away on which nothing hangs."""
    kind, why = get_register(register), why.strip()[:_LONGEST]
    row = kind.get(by, key)
    if not why:
        raise CannotRemove(f"{row.title}没有删除：请写明原因，它会留在变更历史里。")
    summary = f"删除{kind.ledger.label}：{row.title}，{why}"
    with change_set(by=by, at=at, action="ledgers.remove_row", summary=summary):
        kind.remove(key=key, by=by, at=at)
