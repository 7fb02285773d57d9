"""What forbids opening or moving a case, beyond what its procedure says."""

from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.core.procedure import Procedure
from tenglong.records.people.rights import By, Program, roles, roles_of

from .models import Case


class CannotOpen(Refused):
    """The case cannot be opened."""


class Stale(Refused):
    """Somebody was quicker: the form shows a case as it no longer is."""


class AlreadySent(Refused):
    """The same came before under the same key: nothing is lost, nothing is written twice."""


def check_may_open(procedure: Procedure, by: By, *, region: str, enterprise: str) -> None:
    """CannotOpen unless a role that opens such cases is held there."""
    held = roles_of(by, region=region, enterprise=enterprise)
    if isinstance(by, Program) or not held.isdisjoint(procedure.opened_by):
        return
    known = roles()
    who = "、".join(known[key].label for key in procedure.opened_by if key in known)
    place = "这个区划的" if not roles_of(by).isdisjoint(procedure.opened_by) else ""
    raise CannotOpen(f"不能受理“{procedure.label}”：由{place}{who}受理，请转给他们。")


def can_open(procedure: Procedure, by: By) -> bool:
    """Whether a role that opens such cases is held anywhere."""
    return isinstance(by, Program) or not roles_of(by).isdisjoint(procedure.opened_by)


def check_fresh(case: Case, version: int | None) -> None:
    """Stale unless the case is still as its form showed it. None: whoever asks has no form."""
    if version is None or version == case.version:
        return
    last = case.entries.last()
    who = f"被 {last.by} 于 {china_time(last.at):%Y-%m-%d %H:%M} 办理过" if last else "变动过"
    raise Stale(f"这件已经{who}，请看最新情况再办。")


def check_not_sent(case: Case, once: str) -> None:
    """AlreadySent if something came to the locked case under that key."""
    if once and (before := case.entries.filter(once=once).first()):
        when = china_time(before.at)
        raise AlreadySent(f"这条已经在 {when:%Y-%m-%d %H:%M} 收到，没有重复记录；要另记一条，请重新打开再填。")
