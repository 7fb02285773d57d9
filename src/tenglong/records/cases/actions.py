"""Writing cases: lock, load the facts, ask core, save, audit. One action, one transaction, one change-set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.core.procedure import Act, CaseState, Move, Status, apply, check_move, start
from tenglong.playbooks.entry_rows import NOTED_ON
from tenglong.playbooks.rows import TODAY
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.ledgers.actions import Ties, add_record, release_identity, set_values
from tenglong.records.ledgers.models import Record
from tenglong.records.ledgers.stored import dump
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, actor_of

from .checks import CannotOpen, Stale, check_fresh, check_not_sent
from .dues import dues_of
from .entering import Entered, read_entered
from .entries import OPEN, add_entry, entry_words, told
from .facts import active_labels, case_values, facts_of, own_values
from .frames import Frame
from .loading import Loaded, check_seen, evidence_titles, lock_case
from .log_totals import empty_totals, totals_of
from .models import Case
from .names import Names
from .numbers import next_number
from .preparing import prepare_case
from .state import Runs, write_state


@dataclass(frozen=True, slots=True)
class Moved:
    """A case after an action, what it runs in, and its facts by label as they are now."""

    case: Case
    frame: Frame
    facts: Mapping[str, Any]


def start_case(
    *,
    procedure: str,
    values: Mapping[str, Any],
    by: By,
    at: datetime,
    opened_from: Case | None = None,
    unit_key: str | None = None,
    by_step: bool = False,
    region: str = "",
    version_id: int | None = None,
) -> Moved:
    """Open a case over a new record, `values` by field key or label; in the mechanism's version now, or in that one.

    `unit_key` is the unit that owns it; None: the opener's. `region` is where it lies if nothing else says. `by_step`:
    a step of `opened_from`, or a round, opens it, which needs no right of the person's own.
    """
    region = opened_from.region_code if opened_from else region
    prepared = prepare_case(
        procedure=procedure,
        values=values,
        by=by,
        unit_key=unit_key,
        by_step=by_step,
        region=region,
        version_id=version_id,
    )
    frame, entered, title = prepared.frame, prepared.entered, prepared.title
    with change_set(by=by, at=at, action="cases.start_case", summary=f"受理{frame.procedure.label}：{title}") as trail:
        number = next_number(china_time(at).year)
        record = _new_record(trail, frame, number=number, title=title, entered=entered, ties=prepared.ties)
        case = _new_case(frame, record, at, opened_from)
        waiting = CaseState(Status.OPEN, at, ())
        facts = _facts(frame, case, waiting, record.data, at)
        state = start(frame.procedure, facts, at)
        dues = dues_of(frame.procedure, state, facts, at)
        case.status, case.closed_at = state.status.value, state.closed_at
        case.warn_on, case.due_on = dues.case
        case.save(force_insert=True)
        write_state(case, frame.procedure, Runs(), after=state, dues=dues, facts=facts)
        trail.created("case", number, told(case, state))
        add_entry(case, OPEN, "", by=by, at=at, words="", data=dump(entered.values), trail=trail)
    return Moved(case, frame, _facts(frame, case, state, record.data, at))


def make_move(
    trail: Trail,
    *,
    number: str,
    act: Act,
    step: str = "",
    by: Person,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    words: str = "",
    to: str | None = None,
    evidence: Iterable[str] = (),
    version: int | None = None,
    once: str = "",
) -> Moved:
    """Make a move as part of a larger action.

    `reason` is the key of a pause's reason, `words` are free, `evidence` the titles attached with it. `version` is
    that of the case when its form was drawn; when it is another now, somebody was quicker: Stale. Whoever may make
    the move may know of the case; everybody else is only told of cases they see. `once` is kept with the entry.
    """
    loaded = lock_case(number)
    case, frame, record = loaded.case, loaded.frame, loaded.case.record
    check_not_sent(case, once)
    try:
        check_fresh(case, version)
        typed = _entered(loaded, act, step, by, values or {}).values
        facts = _facts(frame, case, loaded.state, _with(record.data, typed) if act is Act.FINISH else record.data, at)
        papers = frozenset(evidence) | evidence_titles(loaded, act, step)
        move = Move(act, step, to=to, reason=reason or words, evidence=papers)
        actor = actor_of(by, region=case.region_code, enterprise=case.enterprise_code)
        entry = _noted(frame, act, step, typed, china_time(at).date())
        check_move(frame.procedure, loaded.state, move, actor=actor, facts=facts, entry=entry, names=Names())
        said = entry_words(frame.procedure, act, reason=move.reason, words=words, to=to)
        if act is Act.NOTE:
            add_entry(case, act.value, step, by=by, at=at, words=said, data=dump(typed), trail=trail, once=once)
            facts = _facts(frame, case, loaded.state, record.data, at)
        after = apply(frame.procedure, loaded.state, move, facts, at)
    except Refused:
        check_seen(by, case)
        raise
    if act is Act.FINISH and typed:
        fields = [field for field in frame.fields_of(step) if field.key in typed]
        set_values(trail, record=record, fields=fields, typed=typed)
    if act is Act.CANCEL:
        release_identity(trail, record=record)
    before = told(case, loaded.state)
    dues = dues_of(frame.procedure, after, facts, at)
    write_state(case, frame.procedure, loaded.runs, after=after, dues=dues, facts=facts)
    _save(case)
    trail.changed("case", number, before, told(case, after))
    if act is not Act.NOTE:
        add_entry(case, act.value, step, by=by, at=at, words=said, data=dump(typed), trail=trail, once=once)
    return Moved(case, frame, _facts(frame, case, after, record.data, at))


def _entered(loaded: Loaded, act: Act, step: str, by: By, values: Mapping[str, Any]) -> Entered:
    """What was filled in with the move. A step that does not exist takes nothing; core says so."""
    known = next((one for one in loaded.frame.procedure.steps if one.key == step), None)
    if known is None or act not in (Act.FINISH, Act.NOTE):
        return Entered({}, {})
    fields = known.fields if act is Act.FINISH else known.log
    kept = loaded.case.record.data if act is Act.FINISH else {}
    return read_entered(by, f"“{known.label}”", fields, values, kept)


def _with(data: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    return {key: kept for key, kept in data.items() if key not in typed} | dump(typed)


def _facts(frame: Frame, case: Case, state: CaseState, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The facts of a case, with the totals of what was noted until now."""
    on, totals = china_time(at).date(), {}
    if frame.procedure.totals:
        totals = totals_of(frame, Q(case=case.pk), on)[case.pk] if case.pk else empty_totals(frame)
    own = {**own_values(frame, data), **totals}
    return facts_of(frame, case_values(case, active_labels(frame.procedure, state), own, on))


def _noted(frame: Frame, act: Act, step: str, typed: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What an entry says by label, with its day, for its checks."""
    if act is not Act.NOTE:
        return {}
    fields = next((one.log for one in frame.procedure.steps if one.key == step), ())
    return {TODAY: on, NOTED_ON: on} | {field.label: typed.get(field.key) for field in fields}


def _new_record(trail: Trail, frame: Frame, *, number: str, title: str, entered: Entered, ties: Ties) -> Record:
    try:
        with transaction.atomic():
            return add_record(trail, ledger=frame.ledger, key=number, title=title, typed=entered.values, ties=ties)
    except IntegrityError:
        raise CannotOpen(f"不能受理：{title}刚刚由别人登记过，请刷新后在那一件上办理。") from None


def _new_case(frame: Frame, record: Record, at: datetime, opened_from: Case | None) -> Case:
    return Case(
        number=record.key,
        mechanism_id=frame.version_id,
        procedure=frame.procedure.key,
        record=record,
        title=record.title,
        status=Status.OPEN.value,
        opened_at=at,
        region_code=record.region_code,
        unit_key=record.unit_key,
        enterprise_code=record.enterprise_code,
        parcel_code=record.parcel_code,
        opened_from=opened_from,
    )


def _save(case: Case) -> None:
    """Save a moved case, unless somebody saved it meanwhile: the lock forbids it, the version proves it."""
    moved = Case.objects.filter(pk=case.pk, version=case.version).update(
        status=case.status,
        closed_at=case.closed_at,
        warn_on=case.warn_on,
        due_on=case.due_on,
        version=case.version + 1,
    )
    if not moved:
        raise Stale("这件刚刚被别人办理过，请看最新情况再办。")
    case.version += 1
