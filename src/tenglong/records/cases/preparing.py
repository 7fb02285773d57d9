"""Everything that opening a case asks before it writes: what was filled in, where it belongs, who may open it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import show_value
from tenglong.records.ledgers.actions import Ties
from tenglong.records.people.rights import By

from .checks import check_may_open
from .entering import Entered, read_entered
from .frames import Frame, current_frame
from .frames import frame as frame_in
from .ties import ties_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case that can be opened."""

    frame: Frame
    entered: Entered
    ties: Ties
    title: str


def prepare_case(
    *,
    procedure: str,
    values: Mapping[str, Any],
    by: By,
    unit_key: str | None = None,
    by_step: bool = False,
    region: str = "",
    version_id: int | None = None,
) -> Prepared:
    """Check what was filled in, `values` by field key or label; CannotFill and CannotOpen say why not.

    `unit_key` is the unit that owns the case; None: the opener's. `by_step`: a step opens it, which needs no right.
    `region` is where it lies if nothing filled in and no office of the opener says. `version_id` is the version of the
    mechanism that it runs in; None: the current one.
    """
    frame = current_frame(procedure) if version_id is None else frame_in(version_id, procedure)
    entered = read_entered(by, frame.procedure.label, frame.ledger.fields, values, {})
    ties = ties_of(frame.ledger, entered.values, entered.referents, by, unit_key, otherwise=region)
    if not by_step:
        check_may_open(frame.procedure, by, region=ties.region_code, enterprise=ties.enterprise_code)
    return Prepared(frame, entered, ties, _title(frame, entered))


def _title(frame: Frame, entered: Entered) -> str:
    key = frame.ledger.title
    if key in entered.referents:
        return entered.referents[key].title
    return show_value(frame.ledger.field(key), entered.values.get(key)) or frame.ledger.label
