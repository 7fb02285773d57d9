"""The page of one plot: its whole life on one line, and what was true on the day under the red line."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.measure import Take
from tenglong.records.cases.chain import Chain, chain_of
from tenglong.records.cases.frames import frame_of
from tenglong.records.cases.queries import cases_of, list_entries
from tenglong.records.files.queries import list_evidence
from tenglong.records.measures.shares import shares_by, yearly_shares
from tenglong.records.people.rights import By, can
from tenglong.records.registry.queries import get_parcel, list_observations, list_occupancies, list_plants
from tenglong.records.scores.queries import list_origins, scorecard_of
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.ground import ground_on
from tenglong.web.panels.lineage import lineage_of
from tenglong.web.panels.on_day import day_of
from tenglong.web.panels.output import Year, yearly_output
from tenglong.web.panels.plot_line import Life, bars, entry_text, lanes, marks, story_begins
from tenglong.web.panels.stages import Listing, stages_of
from tenglong.web.panels.that_day import that_day
from tenglong.web.panels.timeline import NARROW, WIDE, Line, draw_line, first_day
from tenglong.web.place import case_url

MOST_COURSE, MOST_EVIDENCE = 60, 15  # lines of the page; all of them when asked for


@dataclass(frozen=True, slots=True)
class Drawn:
    """The line of time for a desk's screen and for a phone's, with the red line at `on`.

    `earlier` is the year in which anything began, where the lines begin later; `whole`: they begin there.
    """

    on: date
    lines: tuple[Line, ...]
    earlier: int | None
    whole: bool

    @property
    def days(self) -> int:
        """Where the red line stands, in days from the left."""
        return (self.on - self.lines[0].since).days

    @property
    def percent(self) -> float:
        """Where the red line stands."""
        return self.lines[0].at(self.on)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the whole course, the same as the drawing says."""

    on: date
    lane: str
    text: str
    by: str
    url: str


@signed_in
@require_GET
def plot(request: HttpRequest, code: str) -> HttpResponse:
    """One plot; ?on=2023-01-31 shows it as of that day."""
    by, today, every = request.user, clock.today(), bool(asked.words(request, "all"))
    parcel = get_parcel(by, code)
    life = life_of(by, code)
    chain, output = chain_of(by, life.cases), output_of(by, life)
    shares = [one for one in yearly_shares(code, by=by) if one.part is not None]
    drawn = drawn_life(life, on=asked.day(request, "on", today), today=today, whole=bool(asked.words(request, "whole")))
    may_register = can(by, "register", region=parcel.region_code)
    context = {
        "station": "空间",
        "tabs": tabs("空间", "plot"),
        "parcel": parcel,
        "plants": list_plants(by, parcel_code=code),
        "ground": ground_on(by, parcel, drawn.on),
        "today": today,
        "on": drawn.on,
        "drawn": drawn,
        "panel_url": reverse("plot-day", args=[code]),
        "day": that_day(life, shares_by(code, on=drawn.on, by=by), drawn.on),
        "stages": stages_of(chain, output, drawn.on, listings_of(by, chain)),
        "output": output,
        "using": "、".join(dict.fromkeys(one.enterprise.name for one in life.occupancies if one.until_on is None)),
        "life": life,
        "shares": [one for one in shares if one.term.take is Take.SUM],
        "counted": [one for one in shares if one.term.take is not Take.SUM],
        "course": course(life) if every else course(life)[:MOST_COURSE],
        "course_count": count_course(life),
        **papers(request, life, drawn.on),
        "lineage": lineage_of(by, parcel, today=today, may_register=may_register),
        "subject": f"parcel:{code}",
        "may_attach": can(by, "attach", region=parcel.region_code),
        "may_register": may_register,
    }
    return render(request, "web/plot.html", context)


@signed_in
@require_GET
def plot_day(request: HttpRequest, code: str) -> HttpResponse:
    """What was true on the day, as a piece of the page."""
    by = request.user
    get_parcel(by, code)
    on, life = asked.day(request, "on", clock.today()), life_of(by, code)
    chain = chain_of(by, life.cases)
    context = {
        "day": that_day(life, shares_by(code, on=on, by=by), on),
        "stages": stages_of(chain, output_of(by, life), on, listings_of(by, chain)),
        **papers(request, life, on),
    }
    return render(request, "web/plot_day.html", context)


def papers(request: HttpRequest, life: Life, on: date) -> dict[str, object]:
    """The evidence that was there by the end of that day."""
    there = [one for one in life.evidence if one.on <= on]
    shown = there if asked.words(request, "all") else there[-MOST_EVIDENCE:]
    return {"evidence": shown, "evidence_count": len(there)}


def life_of(by: By, code: str) -> Life:
    """All that `by` may see of a plot."""
    cases = list(cases_of(by, parcel_code=code))
    return Life(
        occupancies=list(list_occupancies(by, parcel_code=code)),
        cases=cases,
        entries=list_entries(by, numbers=[case.number for case in cases]),
        evidence=list(list_evidence(by, parcel_code=code)),
        observations=list(list_observations(by, parcel_code=code)),
    )


def listings_of(by: By, chain: Chain) -> list[Listing]:
    """The published lists that cases of the chain were opened from."""
    found = []
    for one in list_origins(by, [case.number for case in chain.cases]):
        run, scorecard = one.row.run, scorecard_of(one.row.run)
        listed = next((shortlist for shortlist in scorecard.lists if shortlist.key == one.list), None)
        words = f"{run.period} {scorecard.label}" + (f"，第 {one.row.rank} 位" if one.row.rank else "")
        url = reverse("score", args=[run.pk, one.row.subject])
        found.append(Listing(one.number, listed.label if listed else scorecard.label, words, url, day_of(run.at)))
    return found


def output_of(by: By, life: Life) -> list[Year]:
    """What the plot yielded, by the figures of its own and of those that used it."""
    codes = {one.enterprise.code for one in life.occupancies}
    theirs = list_observations(by).filter(enterprise_code__in=codes) if codes else ()
    return yearly_output(life.observations, theirs, life.occupancies)


def drawn_life(life: Life, *, on: date, today: date, whole: bool) -> Drawn:
    """From the story's beginning; the whole span where it is asked for, or the day lies before."""
    stretches, days = bars(life), marks(life, today)
    first, begins = first_day(stretches, days, today), story_begins(life, today)
    longer = first < begins
    whole = longer and (whole or on < begins)
    since = None if whole else begins
    lines = tuple(
        draw_line(stretches, days, today=today, since=since, lanes=lanes(life), width=width) for width in (WIDE, NARROW)
    )
    on = min(max(on, lines[0].since), lines[0].until)
    return Drawn(on, lines, first.year if longer and not whole else None, whole)


def count_course(life: Life) -> int:
    """How many lines the whole course has."""
    return len(life.entries) + len(life.occupancies) + sum(one.until_on is not None for one in life.occupancies)


def course(life: Life) -> list[Happening]:
    """Everything that happened, the newest first."""
    known = {case.number: frame_of(case).procedure for case in life.cases}
    found = []
    for one in life.occupancies:
        url, what = reverse("enterprise", args=[one.enterprise.code]), f"{one.enterprise.name} {one.tenure}"
        found.append(Happening(one.from_on, "占用", f"{what} {one.area_mu.normalize():f} 亩，开始", one.source, url))
        if one.until_on:
            found.append(Happening(one.until_on, "占用", f"{what}，结束", one.source, url))
    for entry in life.entries:
        procedure = known[entry.case.number]
        text, url = entry_text(procedure, entry), case_url(procedure.key, entry.case.number)
        found.append(Happening(day_of(entry.at), procedure.station, text, entry.by, url))
    return sorted(found, key=lambda one: one.on)[::-1]  # of one day the last comes first too
