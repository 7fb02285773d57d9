"""Totals over the logs of cases: one query, however many logs and cases."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from tenglong.core.clocks import CHINA
from tenglong.core.formula import round_half_up
from tenglong.core.ledger import Kind
from tenglong.core.procedure import LogTotal, remembering, take
from tenglong.playbooks.entry_rows import SEPARATOR
from tenglong.playbooks.rows import TODAY

from .entry_sources import CASE, Log, log_of, read_logs
from .frames import Frame

_PLACES = 6
Totals = Mapping[str, Any]  # by field key


class TotalsOf(dict[int, Totals]):
    """The totals of cases by their primary keys; of a case without entries those over none."""

    def __init__(self, none: Totals) -> None:
        super().__init__()
        self._none = none

    def __missing__(self, _case: int) -> Totals:
        return self._none


def empty_totals(frame: Frame) -> Totals:
    """The totals over no entries."""
    return {total.field.key: _typed(total, take(total, ())) for total in frame.procedure.totals}


def totals_of(frame: Frame, where: Q, on: date | None, keys: Collection[str] | None = None) -> TotalsOf:
    """The totals of the cases that `where` selects (over entries), as of the end of that day; None: of all entries.

    `keys`: only these are needed.
    """
    totals = [total for total in frame.procedure.totals if keys is None or total.field.key in keys]
    found = TotalsOf(empty_totals(frame))
    until = Q(at__lt=datetime.combine(on + timedelta(days=1), time(), CHINA)) if on else Q()
    tell = remembering()
    for (case, name), entries in _entries(frame, totals, where & until, on).items():
        taken = {total.field.key: _typed(total, take(total, entries, tell)) for total in totals if total.log == name}
        found[case] = {**found[case], **taken}
    return found


def _entries(
    frame: Frame, totals: list[LogTotal], where: Q, on: date | None
) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """The entries by case and log, the oldest first, each with the labels that the totals use."""
    used = {spec.name for total in totals for formula in (total.of, total.where) if formula for spec in formula.names}
    logs = {name: _log(frame, name) for name in dict.fromkeys(total.log for total in totals)}
    if not logs:
        return {}
    fields = {name: [field for field in log.row.fields if field.label in used] for name, log in logs.items()}
    found: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for name, row in read_logs({name: (log, fields[name]) for name, log in logs.items()}, where):
        entry = {field.label: row[field.key] for field in fields[name]}
        found.setdefault((row[CASE], name), []).append({**entry, TODAY: on})
    return found


def _log(frame: Frame, name: str) -> Log:
    return log_of(frame.version_id, f"{frame.procedure.key}{SEPARATOR}{name}")


def _typed(total: LogTotal, value: Any) -> Any:
    """As a record keeps values: whole numbers as such, others as decimals to six places."""
    if not isinstance(value, Fraction):
        return value
    if total.field.kind is Kind.WHOLE and value.denominator == 1:
        return value.numerator
    rounded = Decimal(int(round_half_up(value, _PLACES) * 10**_PLACES)).scaleb(-_PLACES)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
