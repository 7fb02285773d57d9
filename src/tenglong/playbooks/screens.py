"""From a mechanism to its screens: what there is, under which address, what it shows, who works on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenglong.core.ledger import Field, Ledger

from .mechanism import Mechanism
from .rows import procedure_ledger


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. `kind` is list, board, case, new, number, score, match, pair or report.

    `{number}` in `path` is a case's number, `{left}` and `{right}` are the keys of a pair's rows. `panels` are the
    labels it shows: columns, steps, fields, terms. `who` are the roles that act on it; empty: all who see its rows.
    """

    kind: str
    path: str
    title: str
    panels: tuple[str, ...]
    who: tuple[str, ...] = ()


def screens_of(mechanism: Mechanism) -> tuple[Screen, ...]:
    """Every screen of a mechanism: those of its procedures, scorecards and matches, then its numbers and reports."""
    return (
        *_of_procedures(mechanism),
        *_of_scorecards(mechanism),
        *_of_matches(mechanism),
        *_of_measures(mechanism),
        *_of_reports(mechanism),
    )


def _of_procedures(mechanism: Mechanism) -> Iterator[Screen]:
    for key, procedure in mechanism.procedures.items():
        path, label = _path(mechanism, key), procedure.label
        steps = tuple(step.label for step in procedure.steps)
        owners = tuple(dict.fromkeys(step.owner.role for step in procedure.steps))
        ledger = mechanism.ledgers[procedure.ledger]
        yield Screen("list", path, label, _columns(procedure_ledger(mechanism, key)))
        yield Screen("board", f"{path}board/", f"{label}看板", steps)
        yield Screen("case", f"{path}{{number}}/", f"{label}办件", steps, owners)
        yield Screen("new", f"{path}new/", f"新办{label}", _labels(ledger.fields), procedure.opened_by)


def _of_scorecards(mechanism: Mechanism) -> Iterator[Screen]:
    for key, scorecard in mechanism.scorecards.items():
        indicators = tuple(one.label for one in scorecard.indicators)
        yield Screen("score", _path(mechanism, f"score.{_short(key)}"), scorecard.label, indicators)


def _of_matches(mechanism: Mechanism) -> Iterator[Screen]:
    for key, match in mechanism.matches.items():
        path = _path(mechanism, f"match.{_short(key)}")
        conditions = (*(hard.reason for hard in match.hard), *(soft.label for soft in match.soft))
        yield Screen("match", path, match.label, conditions)
        yield Screen("pair", f"{path}{{left}}/{{right}}/", f"{match.label}对照", conditions)


def _of_measures(mechanism: Mechanism) -> Iterator[Screen]:
    for key, measure in mechanism.measures.items():
        terms = tuple(term.label for term in measure.terms)
        yield Screen("number", _path(mechanism, f"number.{_short(key)}"), measure.label, terms)


def _of_reports(mechanism: Mechanism) -> Iterator[Screen]:
    for key, report in mechanism.reports.items():
        audiences = tuple(audience.label for audience in report.audiences)
        yield Screen("report", _path(mechanism, f"report.{_short(key)}"), report.label, audiences)


def _path(mechanism: Mechanism, key: str) -> str:
    name = key.removeprefix(f"{mechanism.key}.").replace(".", "/")
    return f"/m/{mechanism.key}/{name}/"


def _short(key: str) -> str:
    return key.partition(".")[2]


def _columns(ledger: Ledger) -> tuple[str, ...]:
    return _labels(tuple(field for field in ledger.fields if field.listed))


def _labels(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.label for field in fields)
