"""What one reading of figures works with: who reads, the sources by key, their tables; each is asked for once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from tenglong.core.errors import Refused
from tenglong.core.measure import Measure
from tenglong.records.audit.queries import newest_ids
from tenglong.records.ledgers.sources import Source, get_source
from tenglong.records.ledgers.tables import Reader, reader_of, table_of
from tenglong.records.ledgers.terms import columns_of, field_of
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By


class NoSuchMeasure(Refused):
    """No installed mechanism has that measure, or the measure has no such term."""


@dataclass(frozen=True, slots=True)
class Book:
    """The measures of every installed mechanism by key, and the tables that a reader sees.

    Two books of one scope of rights, with nothing written between, say the same.
    """

    reader: Reader
    state: tuple[int, ...]
    measures: Mapping[str, Measure] = field(compare=False)
    _sources: dict[str, Source] = field(default_factory=dict, compare=False)
    _keys: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def measure(self, key: str) -> Measure:
        """The measure with that key."""
        if key in self.measures:
            return self.measures[key]
        raise NoSuchMeasure(f"没有叫“{key}”的指标；请核对名称，或先安装它所在的机制。")

    def source(self, key: str) -> Source:
        """The rows under that key."""
        if key not in self._sources:
            self._sources[key] = get_source(key)
        return self._sources[key]

    def table(self, key: str, on: date | None) -> pa.Table:
        """The columns of a source that measures look at, for every row the reader sees."""
        if key not in self._keys:
            self._keys[key] = self._looked_at(key)
        return table_of(key, self._keys[key], self.reader, on, self.state)

    def _looked_at(self, over: str) -> frozenset[str]:
        """Every field that a measure looks at in that source, so that its rows are read once for all of them."""
        source = self.source(over)
        keys: set[str] = set()
        for measure in self.measures.values():
            for term in (term for term in measure.terms if term.over == over):
                keys |= columns_of(term, source) | ({source.single_by} - {""})
                if group := field_of(source.ledger, measure.group):
                    keys.add(group.key)
        return frozenset(keys)


def open_book(by: By) -> Book:
    """What `by` may read, as everything stands now."""
    measures = {key: measure for mechanism in list_current() for key, measure in mechanism.measures.items()}
    return Book(reader_of(by), newest_ids(), measures)
