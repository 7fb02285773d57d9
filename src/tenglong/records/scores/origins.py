"""Where the rows behind a run are written down, told once when it is published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from tenglong.records.imports.origins import lines_of
from tenglong.records.ledgers.sources import Row, Source, get_source
from tenglong.records.ledgers.spans import Span
from tenglong.records.people.rights import By, Program

from .gathering import Gathered
from .snapshot import Origins
from .trial import Trial

_BATCH = 500


def origins_of(trial: Trial) -> Origins:
    """For every row that an input was read from: its source, and the line of the file it came in."""
    keys = _keys(trial.gathered, trial)
    reader, on = Program("评价", trial.region), Span(trial.period).day
    return {
        (over, key): told
        for over, named in keys.items()
        for key, told in told_of(get_source(over), sorted(named), reader, on).items()
    }


def told_of(source: Source, keys: Sequence[str], by: By, on: date | None) -> dict[str, str]:
    """Where each row that `by` sees is written: “税务局年度汇算；税收.xlsx 第 18 行”, or its own kind and key."""
    found: dict[str, str] = {}
    rows = source.picked(by, keys, on=on)
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        for row, line in zip(batch, lines_of(source.ledger.key, batch), strict=True):
            key = str(row[source.named_by])
            found[key] = "；".join(part for part in (_written(source, row, key), line) if part)
    return found


def _written(source: Source, row: Row, key: str) -> str:
    return str(row.get(source.origin) or "") if source.origin else f"{source.label} {key}"


def _keys(gathered: Gathered, trial: Trial) -> dict[str, set[str]]:
    """The rows by the ledger they are of. Only those of subjects that take part."""
    overs = {one.label: one.term.over for one in trial.scorecard.inputs}
    keys: dict[str, set[str]] = defaultdict(set)
    taking_part: Iterable[str] = (scored.key for scored in trial.outcome.subjects)
    for subject in taking_part:
        for label, given in gathered.inputs[subject].items():
            keys[overs[label]].update(given.rows)
    return keys
