"""What a case runs in: its version of the mechanism, its procedure, the row its facts make."""

from dataclasses import dataclass
from functools import lru_cache

from tenglong.core.ledger import Field, Ledger
from tenglong.core.procedure import Procedure
from tenglong.playbooks import DeclaredLedger, Mechanism, procedure_ledger
from tenglong.records.mechanisms.queries import NoSuchMechanism, get_current, version

from .models import Case

_KEPT = 512


@dataclass(frozen=True, slots=True)
class Frame:
    """A procedure in one version of its mechanism. `ledger` is its record's, `row` that of formulas and measures."""

    version_id: int
    mechanism: Mechanism
    procedure: Procedure
    ledger: DeclaredLedger
    row: Ledger

    def fields_of(self, step: str) -> tuple[Field, ...]:
        """The fields filled in to finish the step."""
        return self.procedure.step(step).fields


@lru_cache(maxsize=_KEPT)
def frame(version_id: int, procedure: str) -> Frame:
    """The procedure as that version has it."""
    mechanism = version(version_id)
    found = mechanism.procedures[procedure]
    return Frame(version_id, mechanism, found, mechanism.ledgers[found.ledger], procedure_ledger(mechanism, procedure))


def forget() -> None:
    """Forget every frame, where the ids of versions begin again."""
    frame.cache_clear()


def frame_of(case: Case) -> Frame:
    """What a case runs in."""
    return frame(case.mechanism_id, case.procedure)


def current_frame(procedure: str) -> Frame:
    """What a new case of that procedure runs in."""
    version_id, mechanism = get_current(procedure.partition(".")[0])
    if procedure not in mechanism.procedures:
        raise NoSuchMechanism(f"机制“{mechanism.title}”里没有办理流程“{procedure}”，不能受理；请核对名称。")
    return frame(version_id, procedure)
