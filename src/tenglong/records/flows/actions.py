"""The doors' writes for cases: a move, the documents with it and everything that follows, in one change-set."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.procedure import Act
from tenglong.records.audit.actions import change_set
from tenglong.records.cases.actions import Moved, make_move, start_case
from tenglong.records.cases.entries import WORDS
from tenglong.records.cases.loading import label_of, load_case
from tenglong.records.cases.models import Case
from tenglong.records.cases.reach import subject
from tenglong.records.files.actions import attach_evidence
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, Program

from .effects import bring_about
from .openings import open_next

Paper = tuple[str, str, bytes | None]  # title, file name, bytes; None: the paper exists, its file is not kept here


def open_case(
    *, procedure: str, values: Mapping[str, Any], by: By, at: datetime, opened_from: str | None = None
) -> Case:
    """Open a case, `values` by field key or label. `opened_from` is the number of the case that gave rise to it."""
    source = load_case(by, opened_from).case if opened_from else None
    return start_case(procedure=procedure, values=values, by=by, at=at, opened_from=source).case


def move_case(
    *,
    number: str,
    act: Act | str,
    step: str = "",
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    words: str = "",
    to: str | None = None,
    evidence: Iterable[Paper] = (),
    by: Person,
    at: datetime,
    version: int | None = None,
    once: str = "",
) -> Case:
    """Make a move with its documents. Finishing a step also brings its effects and opens the cases it opens.

    `reason` is the key of a pause's reason, `words` are free, `to` is the step returned to. `version` is that of the
    case when its form was drawn. Whoever may make the move needs no other right for what follows from it.
    `once` is a key of the sender's own, at most 64 characters: what comes again under it is AlreadySent.
    """
    act, papers = Act(act), tuple(evidence)
    summary = f"{WORDS[act.value]}办件 {number} {label_of(number, step)}".rstrip()
    with change_set(by=by, at=at, action=f"flows.{act.value}", summary=summary) as trail:
        moved = make_move(
            trail,
            number=number,
            act=act,
            step=step,
            values=values,
            reason=reason,
            words=words,
            to=to,
            evidence=[title for title, _, _ in papers],
            by=by,
            at=at,
            version=version,
            once=once,
        )
        follower = Program(by.name)
        _attach(moved.case, step, papers, follower, at)
        if act is Act.FINISH:
            _follow(moved, step, follower, at)
    return moved.case


def _attach(case: Case, step: str, papers: Iterable[Paper], by: Program, at: datetime) -> None:
    for title, name, data in papers:
        attach_evidence(
            title=title,
            on=china_time(at).date(),
            subject=subject(case.number),
            step=step,
            data=data,
            name=name,
            region_code=case.region_code,
            unit_key=case.unit_key,
            parcel_code=case.parcel_code,
            enterprise_code=case.enterprise_code,
            by=by,
            at=at,
        )


def _follow(moved: Moved, step: str, by: Program, at: datetime) -> None:
    spec = moved.frame.procedure.step(step)
    for effect in spec.effects:
        bring_about(effect, moved.case, moved.facts, by=by, at=at)
    for opening in spec.opens:
        open_next(opening, moved, by=by, at=at)
