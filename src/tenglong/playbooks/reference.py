"""The reference page of the format, printed from the tables that the readers enforce."""

from collections.abc import Iterable, Iterator

from tenglong.core.ledger import Kind

from .consequences import EFFECTS
from .entry_rows import ENTRY_SYSTEM
from .load import HEAD, PARTS, STORIES
from .mechanism import LANES, STATIONS
from .roles import RIGHTS, SEES
from .rows import SYSTEM
from .vocabulary import FORMATS, SECTIONS
from .words import Word

_OPENING = f"""# 机制的格式 The format of a mechanism

本页由 `./tenglong dev docs` 从装入程序自己用的表生成。This page is printed from the tables the loader enforces.

A mechanism is a folder: `{HEAD}`, and as far as it needs them {", ".join(f"`{name}`" for name in PARTS)} and
`{STORIES}/*.yaml`. Plain YAML only: no anchors, tags or merges; a word that is not below is refused by name. Names in
references are short within the mechanism (`clear`) and qualified outside (`yard.clear`); kinds of the registry stand
alone (`enterprise`). Formulas see labels: see [formula.md](formula.md). `tenglong check` says everything that is wrong
at once. Released formats: {", ".join(map(str, FORMATS))}; every one of them keeps loading.
"""


def format_page() -> str:
    """The page as Markdown."""
    return "\n".join((_OPENING, *_sections(), *_lists()))


def _sections() -> Iterator[str]:
    for section, words in SECTIONS.items():
        rows = ((_name(word), word.takes, word.says) for word in words)
        yield f"## {section}\n\n{_table(('word', '写什么', 'meaning'), rows)}"


def _name(word: Word) -> str:
    return f"`{word.name}`{' *' if word.required else ''}"


def _lists() -> Iterator[str]:
    yield "A word with * must be written.\n"
    yield f"## kinds of field\n\n{', '.join(f'`{kind.value}`' for kind in Kind)}\n"
    effects = (
        (f"`{kind}`", "、".join(f"{label}{'' if value.required else '（可不写）'}" for label, value in takes.items()))
        for kind, takes in EFFECTS.items()
    )
    yield f"## kinds of effect\n\n{_table(('kind', 'values'), effects)}"
    system = ((field.label, f"`{field.kind.value}`", "、".join(field.choices)) for field in SYSTEM)
    yield f"## what every case has\n\n{_table(('label', 'kind', 'choices'), system)}"
    entry = ((field.label, f"`{field.kind.value}`", "、".join(field.choices)) for field in ENTRY_SYSTEM)
    yield f"## what every entry of a log has\n\n{_table(('label', 'kind', 'choices'), entry)}"
    yield (
        "A log is a ledger too, under `procedure/step` (`over: deliver/daily`): these, the log's fields, then the\n"
        "fields of the case's record that do not clash.\n"
    )
    yield f"## closed lists\n\n- stations: {'、'.join(STATIONS)}\n- lanes: {'、'.join(LANES)}"
    yield f"- sees: {', '.join(SEES)}\n- may: {', '.join(RIGHTS)}\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
