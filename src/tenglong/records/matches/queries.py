"""Matches as one reader may see both sides: the best candidates of a row, one pair, what is suggested."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.errors import Refused
from tenglong.core.formula import Value
from tenglong.core.ledger import Ledger
from tenglong.core.matching import Judgement, Match, On, Verdict, judge, taken_up, verdict_of
from tenglong.records.audit.queries import newest_ids
from tenglong.records.ledgers.sources import get_source
from tenglong.records.ledgers.tables import reader_of
from tenglong.records.people.rights import By, open_fields

from .pools import Asked, Party, Pool, installed_matches, keys_of, pool_of

SHOWN = {Verdict.FITS: 5, Verdict.ASK: 3, Verdict.NEAR: 3}  # candidates of one row, the best first


class NoSuchMatch(Refused):
    """No installed mechanism has that match."""


class NoSuchPair(Refused):
    """A row of the pair is not there, or not for this reader."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a side: its key, what people call it, its values by the keys of its fields."""

    key: str
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the other side, judged with this one."""

    row: Row
    judgement: Judgement
    suggested: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A row with its best candidates, at most SHOWN of each verdict; `counts` are of all of them."""

    row: Row
    suggested: Candidate | None
    best: Mapping[Verdict, tuple[Candidate, ...]]
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two rows side by side. `outside` are the sides whose row the match does not pick (closed, not on offer yet)."""

    match: Match
    left: Row
    right: Row
    ledgers: tuple[Ledger, Ledger]
    judgement: Judgement
    suggested: bool
    outside: tuple[On, ...]

    def filled(self) -> dict[str, Value]:
        """What taking the pair up fills in, by the key of the log's field."""
        pairing = self.match.pairing
        return taken_up(pairing, self.left.values, self.right.values) if pairing else {}


def list_matches(*, station: str | None = None, over: str | None = None) -> list[Match]:
    """The matches of the county; those of a station, those in which the rows of a ledger or procedure take part."""
    found = installed_matches()
    return [
        match
        for match in found
        if station in (None, match.station) and over in (None, match.left.over, match.right.over)
    ]


def get_match(key: str) -> Match:
    """The match with that key."""
    for match in installed_matches():
        if match.key == key:
            return match
    raise NoSuchMatch(f"没有叫“{key}”的匹配；请核对名称，或先安装它所在的机制。")


def get_pool(by: By, key: str) -> Pool:
    """Both sides as `by` may see them, with their pairs and the allocation suggested."""
    return pool_of(Asked(key, reader_of(by), newest_ids(), get_match(key)))


def list_standings(pool: Pool, on: On, keys: Iterable[str]) -> list[Standing]:
    """The rows with these keys of that side, with their candidates; those that are not in the pool are left out."""
    party = pool.party(on)
    rows = (party.find(key) for key in keys)
    return [_standing(pool, on, row) for row in rows if row is not None]


def get_pair(by: By, key: str, left: str, right: str) -> PairView:
    """The pair of two rows by their keys, as `by` may see both, whether the match picks them or not."""
    pool = get_pool(by, key)
    rows = {on: _row_seen(by, pool.match, on, name) for on, name in ((On.LEFT, left), (On.RIGHT, right))}
    places = {on: pool.party(on).find(row.key) for on, row in rows.items()}
    one, other = places[On.LEFT], places[On.RIGHT]
    return PairView(
        match=pool.match,
        left=rows[On.LEFT],
        right=rows[On.RIGHT],
        ledgers=(pool.left.ledger, pool.right.ledger),
        judgement=judge(pool.match, rows[On.LEFT].values, rows[On.RIGHT].values),
        suggested=one is not None and pool.suggested_for(On.LEFT).get(one, -1) == other,
        outside=tuple(on for on, place in places.items() if place is None),
    )


def _row_seen(by: By, match: Match, on: On, key: str) -> Row:
    source = get_source(match.side(on).over)
    for row in source.picked(by, [key]):
        looked_at = keys_of(match, on, source)
        seen = {field.key for field in open_fields(by, source.ledger.fields)}
        values = {name: row.get(name) if name in seen else None for name in looked_at}
        return Row(key, str(row.get(source.ledger.title) or key), values)
    raise NoSuchPair(f"没有{source.label} {key}，或不在您的数据范围内，不能对照；请从匹配页进入。")


def _standing(pool: Pool, on: On, row: int) -> Standing:
    found: dict[Verdict, list[tuple[int, ...]]] = {verdict: [] for verdict in SHOWN}
    for other, failed, unknown, score in pool.pairs_of(on, row):
        found[verdict_of(failed, unknown, pool.match.near)].append((failed, unknown, -score, other))
    chosen = pool.suggested_for(on).get(row)
    best = {
        verdict: tuple(_candidate(pool, on, row, one[-1], chosen) for one in sorted(ranked)[: SHOWN[verdict]])
        for verdict, ranked in found.items()
    }
    return Standing(
        row=_row(pool.party(on), row),
        suggested=None if chosen is None else _candidate(pool, on, row, chosen, chosen),
        best=best,
        counts={verdict: len(ranked) for verdict, ranked in found.items()},
    )


def _candidate(pool: Pool, on: On, row: int, other: int, chosen: int | None) -> Candidate:
    left, right = (row, other) if on is On.LEFT else (other, row)
    judgement = judge(pool.match, pool.left.values(left), pool.right.values(right))
    return Candidate(_row(pool.party(on.other), other), judgement, other == chosen)


def _row(party: Party, row: int) -> Row:
    return Row(party.keys[row], party.title(row), party.values(row))
