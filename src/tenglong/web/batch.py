"""The page of a batch: how far it is, what its columns mean, every row with its verdict and what can be decided."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenglong.core.ledger import Kind
from tenglong.records.imports.importers import find_importer
from tenglong.records.imports.queries import (
    Batch,
    Row,
    changes_in,
    choices_of,
    clashes_of,
    count_writable,
    counts,
    get_batch,
    guesses_of,
    list_rows,
    reasons,
)
from tenglong.records.people.rights import can

from . import asked
from .frame import Tab

VERDICTS = {
    "new": "新增",
    "changed": "变更",
    "doubtful": "疑似",
    "conflict": "冲突",
    "unchanged": "无变化",
    "refused": "退回",
}
COLUMN, WORD = "column-", "word-"  # names of inputs, with the place in the list after them
_FIRST_SHOWN = ("conflict", "doubtful", "refused", "changed", "new")
_BULK = {
    "as": "都当作已登记的那一家",
    "new": "都按新的一家写",
    "take": "都按建议写",
    "theirs": "都保留现在的",
    "mine": "都用表里的",
    "leave": "都不写",
}
_LEAVE = ("leave", "不写这一行")
_UNDECIDED = {"doubtful": "还没决定，不写", "conflict": "还没决定，保留现在的"}


def under_way(batch: Batch) -> bool:
    """Whether work on it is under way."""
    return batch.status in {"reading", "applying", "reversing"}


def draw(request: HttpRequest, batch_id: int, sentence: str = "") -> HttpResponse:
    """The page; with a sentence where something was refused."""
    batch = get_batch(request.user, batch_id)
    counted, writable = counts(batch), count_writable(batch)
    first = next((verdict for verdict in _FIRST_SHOWN if counted[verdict]), "unchanged")
    verdict = asked.chosen(request, "verdict", VERDICTS, first)
    page = asked.page_of(request, list_rows(batch, verdict))
    deciding = batch.status == "staged" and verdict in writable
    importer = find_importer(batch.kind)
    columns = _columns(batch, importer) if importer else []
    context = {
        "batch": batch,
        "kind_label": importer.label if importer else batch.kind,
        "under_way": under_way(batch) and not batch.sentence,
        "stopped": under_way(batch) and batch.sentence,
        "tabs": [
            Tab(f"{label} {counted[key]:,}", f"?verdict={key}", key == verdict) for key, label in VERDICTS.items()
        ],
        "verdict": verdict,
        "reasons": reasons(batch, verdict) if verdict in {"refused", "doubtful"} else (),
        "page": page,
        "rows": [_row(row, batch.meanings, deciding) for row in page] if importer else (),
        "bulk": _bulk(page.object_list, verdict) if deciding else (),
        "groups": [(key, VERDICTS[key], count) for key, count in writable.items() if count],
        "to_write": sum(writable.values()),
        "columns": columns,
        "guessed": sum(1 for one in columns if one["guess"]),
        "words": _words(batch, importer) if importer else (),
        "may_undo": can(request.user, "undo_import", region=batch.region_code),
        "sentence": sentence,
    }
    return render(request, "web/batch.html", context, status=422 if sentence else 200)


def _row(row: Row, headers: Iterable[str], deciding: bool) -> dict[str, object]:
    ways = [*choices_of(row), _LEAVE] if deciding else []
    labels = dict(ways) | {"leave": "不写"}
    return {
        "row": row,
        "changes": changes_in(row) if row.verdict != "new" else (),
        "clashes": clashes_of(row),
        "ways": ways,
        "decided": labels.get(row.way, "") or _UNDECIDED.get(row.verdict, ""),
        "raw": [(header, row.raw[header]) for header in headers if row.raw.get(header) not in {None, ""}],
    }


def _bulk(rows: list[Row], verdict: str) -> list[tuple[str, str]]:
    """What can be decided for all rows at once, from the ways of those shown."""
    ways = {way.partition(":")[0] for row in rows for way, _label in choices_of(row)}
    if verdict not in _UNDECIDED:
        return []
    return [(way, label) for way, label in _BULK.items() if way in ways or way == "leave"]


def _columns(batch: Batch, importer) -> list[dict[str, object]]:
    """Name of the input, header, field chosen, and the fields to choose from; `guess`: what nobody has said yet.

    A guess is chosen beforehand only where the batch waits for columns: there nothing goes on unless it is sent.
    """
    options, guesses = [(field.key, field.label) for field in importer.fields], guesses_of(batch)
    labels = dict(options)
    return [
        {
            "name": f"{COLUMN}{place}",
            "header": header,
            "key": key or (guesses.get(header, "") if batch.status == "mapping" else ""),
            "guess": labels.get(guesses.get(header, "")),
            "options": options,
        }
        for place, (header, key) in enumerate(batch.meanings.items())
    ]


def _words(batch: Batch, importer) -> list[tuple[str, str, str, int, tuple[str, ...]]]:
    """Name of the input, field, word, how many rows, and the choices."""
    fields = {field.key: field for field in importer.fields}
    return [
        (f"{WORD}{place}", fields[key].label, word, count, fields[key].choices or ("是", "否"))
        for place, (key, word, count) in enumerate(batch.unknown)
        if key in fields and fields[key].kind in {Kind.CHOICE, Kind.TRUTH}
    ]
