"""Erasure by law: what the history keeps of a person is taken away; that it was, by whom and why, stays."""

from datetime import datetime
from typing import Any

from tenglong.core.errors import Refused

from .actions import change_set
from .models import PersonalValue
from .verifying import ERASED

_SHORTEST = 4
_LONGEST = 200


class CannotErase(Refused):
    """Personal values cannot be erased."""


def erase_personal(*, kind: str, key: str, reason: str, by: Any, at: datetime) -> int:
    """Erase every personal value in the history of one row; gives how many. What the row holds now is not touched.

    Whoever calls asks for the right first, and empties the row's own fields before, so that nothing new is kept.
    """
    check_reason(reason)
    with change_set(by=by, at=at, action="audit.erase_personal", summary=f"依法删除个人信息：{reason}") as trail:
        kept = PersonalValue.objects.filter(kind=kind, key=key)
        fields = sorted(set(kept.values_list("field", flat=True)))
        erased, _ = kept.delete()
        if not erased:
            raise CannotErase("没有删除：这一行的历史里没有个人信息，或已经依法删除。")
        trail.created(ERASED, f"{kind}:{key}"[:200], {"fields": fields, "values": erased, "reason": reason})
    return erased


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing."""
    if not _SHORTEST <= len(reason.strip()) <= _LONGEST:
        example = "本人申请，个人信息保护法第四十七条"
        raise CannotErase(f"没有删除：请写明依据和原因，{_SHORTEST} 到 {_LONGEST} 个字，例如“{example}”。")
