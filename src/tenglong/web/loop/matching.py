"""匹配: for each row of one side the best of the other, with the reasons, what is only nearly right, who gets whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.matching import Match, On, most_of
from tenglong.records.matches.pools import Pool
from tenglong.records.matches.queries import Candidate, Row, Standing, get_pool, list_standings
from tenglong.records.people.rights import By, CannotDo, scopes
from tenglong.web import asked
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.judged import Sides, Word, head_facts, points, verdict_word, why
from tenglong.web.place import row_url

ROWS_A_PAGE = 10
MOST_SUGGESTED = 50  # pairs of the allocation that the page lists


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate of a row."""

    title: str
    url: str
    word: Word
    score: str
    reasons: list[str]
    suggested: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A row with its candidates; `counts` are verdicts with how many there are of each."""

    title: str
    url: str
    facts: str
    counts: list[tuple[Word, int]]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A pair of the allocation."""

    left: str
    right: str
    url: str
    score: str


@signed_in
@require_GET
def matching(request: HttpRequest, mechanism: str, match: str) -> HttpResponse:
    """The page; `?by=right` turns it round, `?left=…` and `?right=…` ask for one row."""
    check_insider(request.user)
    pool = get_pool(request.user, f"{mechanism}.{match}")
    key = {on: asked.words(request, on.value) for on in On}
    on = On.RIGHT if key[On.RIGHT] else On(asked.chosen(request, "by", [one.value for one in On], On.LEFT.value))
    keys = [one for one in pool.in_turn(on) if key[on] in ("", one)]
    page = Paginator(keys, ROWS_A_PAGE).get_page(request.GET.get("page"))
    spec = pool.match
    context = {
        "station": spec.station,
        "tabs": tabs(spec.station, spec.key),
        "match": spec,
        "sides": [(one.value, pool.party(one).side.word, len(pool.party(one).keys), one is on) for one in On],
        "word": pool.party(on).side.word,
        "other": pool.party(on.other).side.word,
        "asked_for": key[on],
        "asked_url": row_url(pool.party(on).side.over, key[on]) if key[on] else "",
        "page": page,
        "blocks": [_block(pool, on, standing) for standing in list_standings(pool, on, page.object_list)],
        "suggested": [] if key[on] else _suggested(pool),
        "allocated": len(pool.allocation),
        "most": points(most_of(spec)),
        "wanted": [
            (pool.party(one).side.word, where.formula.text) for one in On if (where := pool.party(one).side.where)
        ],
    }
    return render(request, "web/match.html", context)


def check_insider(by: By) -> None:
    """Who sees only what is on offer asks the office that offers it."""
    if scopes(by) <= {"listed"}:
        raise CannotDo("不能看匹配：您看到的是挂出的空间。看中哪一处，请联系挂出的单位；有需求请他们登记。")


def pair_url(name: str, spec: Match, left: str, right: str) -> str:
    """The address of a pair, or of what is done with it."""
    return reverse(name, args=[*spec.key.split(".", 1), left, right])


def _block(pool: Pool, on: On, standing: Standing) -> Block:
    party = pool.party(on)
    shown: list[Candidate] = [one for verdict in standing.best for one in standing.best[verdict]]
    if standing.suggested and standing.suggested.row.key not in {one.row.key for one in shown}:
        shown.insert(0, standing.suggested)
    return Block(
        title=standing.row.title,
        url=row_url(party.side.over, standing.row.key),
        facts=head_facts(pool.match, on, party.ledger, standing.row.values),
        counts=[(verdict_word(verdict), count) for verdict, count in standing.counts.items()],
        lines=[_line(pool, on, standing.row, one) for one in shown],
    )


def _line(pool: Pool, on: On, row: Row, one: Candidate) -> Line:
    left, right = (row, one.row) if on is On.LEFT else (one.row, row)
    ledgers = {On.LEFT: pool.left.ledger, On.RIGHT: pool.right.ledger}
    sides = Sides(pool.match, ledgers, {On.LEFT: left.values, On.RIGHT: right.values})
    return Line(
        title=one.row.title,
        url=pair_url("pair", pool.match, left.key, right.key),
        word=verdict_word(one.judgement.verdict),
        score=points(one.judgement.score),
        reasons=why(sides, one.judgement),
        suggested=one.suggested,
    )


def _suggested(pool: Pool) -> Sequence[Suggested]:
    return [
        Suggested(
            pool.left.title(left),
            pool.right.title(right),
            pair_url("pair", pool.match, pool.left.keys[left], pool.right.keys[right]),
            points(score),
        )
        for left, right, score in pool.allocation[:MOST_SUGGESTED]
    ]
