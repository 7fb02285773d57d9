"""Which names a mechanism may refer to: its own, the county's kinds, those of other mechanisms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tenglong.core.collection import Collection
from tenglong.core.ledger import Field, Ledger
from tenglong.core.matching import Match
from tenglong.core.measure.model import Measure
from tenglong.core.report.model import Document, Report
from tenglong.core.scorecard.model import Scorecard

from .entry_rows import SEPARATOR, entry_keys, entry_ledger
from .mechanism import County, DeclaredLedger, Mechanism
from .read import Part, Reading
from .rows import procedure_ledger
from .score_rows import score_ledger
from .text import Place


@dataclass(slots=True)
class Known:
    """Names so far. `rows` are those of this mechanism's procedures and scorecards, filled in as they are read."""

    reading: Reading
    key: str
    county: County
    ledger_keys: frozenset[str] = frozenset()
    procedure_keys: frozenset[str] = frozenset()
    scorecard_keys: frozenset[str] = frozenset()
    ledgers: dict[str, DeclaredLedger] = field(default_factory=dict)
    rows: dict[str, Ledger] = field(default_factory=dict)
    record_ledgers: dict[str, DeclaredLedger] = field(default_factory=dict)  # by procedure
    measures: dict[str, Measure] = field(default_factory=dict)
    scorecards: dict[str, Scorecard] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    matches: dict[str, Match] = field(default_factory=dict)
    logs: dict[str, dict[str, tuple[Field, ...]]] = field(default_factory=dict)  # by procedure and step

    def own(self, short: str) -> str:
        """The qualified key of a name of this mechanism."""
        return f"{self.key}.{short}"

    def reference(self, word: str, place: Place, scored: bool = False) -> str | None:
        """The key of a kind of the registry, a ledger, a procedure or the log of one (`deliver/daily`).

        None, with a problem, if it is unknown. `scored`: a scorecard too, whose rows are those of its published runs.
        """
        if word in self.county.ledgers:
            return word
        own = self.procedure_keys | self.ledger_keys | self._logs()
        if scored:
            return self._find(word, place, own | self.scorecard_keys, "台账、办理流程或评价", _scored_rows_of)
        return self._find(word, place, own, "台账或办理流程", _rows_of)

    def scorecard(self, word: str, place: Place) -> str | None:
        """The key of a scorecard; None, with a problem, if it is unknown."""
        return self._find(word, place, self.scorecard_keys, "评价", lambda other: other.scorecards)

    def procedure(self, word: str, place: Place) -> str | None:
        """The key of a procedure; None, with a problem, if it is unknown."""
        return self._find(word, place, self.procedure_keys, "办理流程", lambda other: other.procedures)

    def measure(self, word: str, place: Place) -> Measure | None:
        """A measure; None, with a problem, if it is unknown."""
        short = frozenset(key.partition(".")[2] for key in self.measures)
        key = self._find(word, place, short, "指标", lambda other: other.measures)
        if key is None:
            return None
        return self.measures.get(key) or self.county.others[key.partition(".")[0]].measures[key]

    def report(self, word: str, place: Place) -> Report | None:
        """A report; None, with a problem, if it is unknown."""
        short = frozenset(key.partition(".")[2] for key in self.reports)
        key = self._find(word, place, short, "报告", lambda other: other.reports)
        if key is None:
            return None
        return self.reports.get(key) or self.county.others[key.partition(".")[0]].reports[key]

    def document(self, word: str, place: Place) -> Document | None:
        """A document; None, with a problem, if it is unknown."""
        short = frozenset(key.partition(".")[2] for key in self.documents)
        key = self._find(word, place, short, "文书", lambda other: other.documents)
        if key is None:
            return None
        return self.documents.get(key) or self.county.others[key.partition(".")[0]].documents[key]

    def match(self, word: str, place: Place) -> Match | None:
        """A match; None, with a problem, if it is unknown."""
        short = frozenset(key.partition(".")[2] for key in self.matches)
        key = self._find(word, place, short, "匹配", lambda other: other.matches)
        if key is None:
            return None
        return self.matches.get(key) or self.county.others[key.partition(".")[0]].matches[key]

    def registers(self) -> dict[str, Ledger]:
        """The ledgers of this mechanism that no procedure handles, by their short names."""
        handled = {ledger.key for ledger in self.record_ledgers.values()}
        return {key.partition(".")[2]: ledger for key, ledger in self.ledgers.items() if key not in handled}

    def role(self, word: str, place: Place) -> str:
        """The role, a problem added if it is unknown."""
        if word and word not in self.county.roles:
            self.reading.unknown(place, f"没有“{word}”这个角色。", word, self.county.roles)
        return word

    def roles(self, part: Part, name: str) -> tuple[str, ...]:
        """A list of roles."""
        return tuple(self.role(word, place) for word, place in part.placed_texts(name))

    def rows_of(self, key: str) -> Ledger | None:
        """The rows behind a key that `reference` gave; None when they have problems of their own."""
        if key in self.county.ledgers:
            return self.county.ledgers[key]
        mechanism = key.partition(".")[0]
        if mechanism == self.key:
            return self.rows.get(key) or self.ledgers.get(key)
        other = self.county.others[mechanism]
        if key in other.scorecards:
            over = self.rows_of(other.scorecards[key].over)
            return score_ledger(other.scorecards[key], over) if over else None
        if SEPARATOR in key:
            return entry_ledger(other, key)
        return procedure_ledger(other, key) if key in other.procedures else other.ledgers[key]

    def logs_of(self, key: str) -> dict[str, tuple[Field, ...]] | None:
        """What is noted at the steps of a procedure, by step; None if the key is none of a procedure."""
        if key in self.logs:
            return self.logs[key]
        other = self.county.others.get(key.partition(".")[0])
        found = other.procedures.get(key) if other else None
        return {step.key: step.log for step in found.steps} if found else None

    def _logs(self) -> frozenset[str]:
        """The logs of this mechanism, by their short names."""
        return frozenset(key.partition(".")[2] for key in self.rows if SEPARATOR in key)

    def record_ledger(self, procedure: str) -> DeclaredLedger | None:
        """The ledger whose records a procedure handles."""
        mechanism = procedure.partition(".")[0]
        if mechanism == self.key:
            return self.record_ledgers.get(procedure)
        other = self.county.others[mechanism]
        return other.ledgers[other.procedures[procedure].ledger]

    def _find(
        self, word: str, place: Place, own: Iterable[str], what: str, keys_of: Callable[[Mechanism], Iterable[str]]
    ) -> str | None:
        if not word:
            return None
        mechanism, _, short = word.rpartition(".")
        key = f"{mechanism or self.key}.{short}"
        if mechanism in ("", self.key):
            known = {self.own(name): name for name in own}
            candidates = [*known.values(), *self.county.ledgers]
        elif mechanism in self.county.others:
            known = dict.fromkeys(keys_of(self.county.others[mechanism]), "")
            candidates = list(known)
        else:
            self.reading.waits_for.add(mechanism)
            message = f"“{word}”要用机制“{mechanism}”，它还没有装入。"
            self.reading.unknown(place, message, mechanism, (self.key, *self.county.others))
            return None
        if key in known:
            return key
        self.reading.unknown(place, f"没有“{word}”这个{what}。", word, candidates)
        return None


def _rows_of(mechanism: Mechanism) -> Iterable[str]:
    logs = (key for procedure in mechanism.procedures.values() for key in entry_keys(procedure))
    return (*mechanism.procedures, *mechanism.ledgers, *logs)


def _scored_rows_of(mechanism: Mechanism) -> Iterable[str]:
    return (*_rows_of(mechanism), *mechanism.scorecards)
