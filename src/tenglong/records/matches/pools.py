"""The pool of a match for one reader: the rows of both sides that its conditions pick, their pairs, the allocation."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.ledger import Ledger
from tenglong.core.matching import Match, On, Side, formulas_of, keys_read
from tenglong.engines.assignment import allocate
from tenglong.engines.pairing import ROW, Pairs, choose, pair
from tenglong.records.ledgers.sources import Source, get_source
from tenglong.records.ledgers.tables import Reader, table_of
from tenglong.records.ledgers.terms import duckdb
from tenglong.records.mechanisms.queries import list_current

_KEPT_POOLS = 64


@dataclass(frozen=True, slots=True)
class Party:
    """The rows of one side in the order of `keys`; a row of `table` for each, with the fields that are looked at."""

    on: On
    side: Side
    ledger: Ledger
    keys: tuple[str, ...]
    table: pa.Table

    def values(self, row: int) -> Mapping[str, Any]:
        """A row's values by the keys of its fields: those that the match reads."""
        found: list[dict[str, Any]] = self.table.slice(row, 1).to_pylist()
        return found[0]

    def title(self, row: int) -> str:
        """What people call a row."""
        return str(self.table.column(self.ledger.title)[row].as_py() or self.keys[row])

    def find(self, key: str) -> int | None:
        """Where the row with that key stands; None if it is not among them."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None


@dataclass(frozen=True, slots=True)
class Pool:
    """A match over what one reader sees. `allocation`: left row, right row and score of each pair suggested."""

    match: Match
    left: Party
    right: Party
    pairs: Pairs
    allocation: tuple[tuple[int, int, int], ...]

    def party(self, on: On) -> Party:
        """The rows of that side."""
        return self.left if on is On.LEFT else self.right

    def suggested_for(self, on: On) -> Mapping[int, int]:
        """The other side's row that the allocation gives to each row of that side."""
        return {
            (one if on is On.LEFT else other): (other if on is On.LEFT else one) for one, other, _ in self.allocation
        }

    def in_turn(self, on: On) -> list[str]:
        """The keys of that side, the last first; those with nothing to show come after all others."""
        paired = set(self.pairs.table.column(ROW[on]).unique().to_pylist())
        rows = sorted(range(len(self.party(on).keys)), key=lambda row: (row not in paired, -row))
        return [self.party(on).keys[row] for row in rows]

    def pairs_of(self, on: On, row: int) -> Sequence[tuple[int, int, int, int]]:
        """Of the pairs kept with that row: the other's row, failed and unknown conditions, score."""
        other = ROW[on.other]
        found = self.pairs.table.filter(pc.equal(self.pairs.table.column(ROW[on]), row))
        columns = (found.column(name).to_pylist() for name in (other, "failed", "unknown", "score"))
        return [
            (one, failed.bit_count(), unknown.bit_count(), score)
            for one, failed, unknown, score in zip(*columns, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which match, for whom, as of what was written last: what a kept pool is found by."""

    key: str
    reader: Reader
    state: tuple[int, ...]
    match: Match = field(compare=False)


@lru_cache(maxsize=_KEPT_POOLS)
def pool_of(asked: Asked) -> Pool:
    """The pool, computed once for one scope of rights while nothing is written."""
    match = asked.match
    sides = [_rows(asked, on) for on in On]
    pairs = pair(match, sides[0][1], sides[1][1], (sides[0][0].named_by, sides[1][0].named_by), duckdb())
    chosen = zip(*(column.to_pylist() for column in allocate(pairs).columns), strict=True)
    parties = [_party(on, side, *rows) for on, side, rows in zip(On, map(match.side, On), sides, strict=True)]
    return Pool(match, parties[0], parties[1], pairs, tuple(chosen))


def keys_of(match: Match, on: On, source: Source) -> frozenset[str]:
    """The fields of a side that are looked at: by formulas, by its own condition, by people."""
    where = match.side(on).where
    picked = (spec.code for spec in where.names) if where else ()
    return frozenset({*keys_read(formulas_of(match), on), *picked, source.ledger.title})


def installed_matches() -> Iterable[Match]:
    """The matches of every installed mechanism."""
    return (match for mechanism in list_current() for match in mechanism.matches.values())


def forget() -> None:
    """Forget every pool, where the numbers of change-sets begin again."""
    pool_of.cache_clear()


def _rows(asked: Asked, on: On) -> tuple[Source, pa.Table]:
    side = asked.match.side(on)
    source = get_source(side.over)
    table = table_of(side.over, keys_of(asked.match, on, source), asked.reader, None, asked.state)
    return source, choose(side, table, duckdb())


def _party(on: On, side: Side, source: Source, table: pa.Table) -> Party:
    ordered = table.take(pc.sort_indices(table.column(source.named_by)))
    return Party(on, side, source.ledger, tuple(ordered.column(source.named_by).to_pylist()), ordered)
