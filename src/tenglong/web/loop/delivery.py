"""What the pages of projects read: the procedure that delivers them, its logs, its milestones and its problems.

The keys are the words of `mechanisms/projects`. A county whose mechanism has other fields sees a dash where one lacks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.rights import By, open_fields

PROJECT, MILESTONE, PROBLEM = "projects.deliver", "projects.milestone", "projects.solve"
MONTHLY = f"{PROJECT}/monthly"
STARTS = ("permit_started_on", "entered_on", "land_started_on")  # a start has three dates: one is shown, and said
SHOWN = frozenset({
    "kind", "nature", "leader", "plan_start_on", "listed_on", "total_wan", "invested_before_wan", "year_wan", *STARTS,
})  # fmt: skip
MONTH_KEYS = frozenset({"entry_case", "until_on", "month_wan", "year_wan_new"})
OPEN = "办理中"

Facts = Mapping[str, Any]


def rows_by(by: By, ledger: str, keys: Collection[str]) -> dict[str, Facts]:
    """The rows of a procedure's cases by number, by those field keys, without what is confidential to `by`."""
    source = get_source(ledger)
    known = {field.key for field in open_fields(by, source.ledger.fields)} & {*keys, source.named_by}
    return {row[source.named_by]: row for row in source.rows(by, keys=known)}


def months_by_project(by: By) -> dict[str, list[Facts]]:
    """The monthly entries of each project, in order of their day."""
    found: dict[str, list[Facts]] = {}
    for row in get_source(MONTHLY).rows(by, keys=MONTH_KEYS):
        if row.get("until_on"):
            found.setdefault(row["entry_case"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["until_on"])
    return found


def start_labels() -> dict[str, str]:
    """The three dates of a start, by key, in the county's words; those that the mechanism has."""
    labels = {field.key: field.label for field in get_source(PROJECT).ledger.fields}
    return {key: labels[key] for key in STARTS if key in labels}


@dataclass(frozen=True, slots=True)
class Investing:
    """Investment in 万元: `done` ever, `year_done` against `year_plan`, the newest month that was summed up."""

    total: Any
    done: Any
    year: int
    year_done: Any
    year_plan: Any
    until_on: date | None
    passed: float  # of the year, in per cent

    @property
    def percent(self) -> float | None:
        """Of the year's plan, in per cent; None without a plan."""
        return float(100 * self.year_done / self.year_plan) if self.year_plan else None

    @property
    def bar(self) -> float:
        """The bar's length in per cent."""
        return min(100.0, self.percent or 0.0)

    @property
    def total_percent(self) -> float | None:
        """Of the whole investment, in per cent."""
        return float(100 * self.done / self.total) if self.total else None


def investing(project: Facts, months: Sequence[Facts], on: date) -> Investing:
    """Sums over the monthly entries until that day. The year's plan is the newest that was written for the year."""
    told = [row for row in months if row["until_on"] <= on]
    own = [row for row in told if row["until_on"].year == on.year]
    listed_on = project.get("listed_on")
    plan = project.get("year_wan") if listed_on and listed_on.year == on.year else None
    for row in own:
        plan = row.get("year_wan_new") or plan
    days = (date(on.year + 1, 1, 1) - date(on.year, 1, 1)).days
    return Investing(
        total=project.get("total_wan"),
        done=(project.get("invested_before_wan") or 0) + sum(row.get("month_wan") or 0 for row in told),
        year=on.year,
        year_done=sum(row.get("month_wan") or 0 for row in own),
        year_plan=plan,
        until_on=told[-1]["until_on"] if told else None,
        passed=round(100 * ((on - date(on.year, 1, 1)).days + 1) / days, 1),
    )
