"""Compiles the words of the frame in other languages: .po beside the templates → .mo under build/locale.

Only what our catalogues use: one line for each msgid and msgstr, no plurals, no contexts.
"""

import re
import struct
from pathlib import Path

from tenglong.cli.checkout import CHECKOUT

SOURCES = CHECKOUT / "src" / "tenglong" / "web" / "locale"
BUILT = CHECKOUT / "build" / "locale"
_PAIR = re.compile(r'^msgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)
_MAGIC, _HEADER = 0x950412DE, 28


def compile_all() -> None:
    """Compile every catalogue."""
    for source in SOURCES.rglob("*.po"):
        target = BUILT / source.relative_to(SOURCES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled(read(source)))


def read(source: Path) -> dict[str, str]:
    """The translations by what is translated; the empty text has the header."""
    pairs = _PAIR.findall(source.read_text(encoding="utf-8"))
    return {_unescaped(before): _unescaped(after) for before, after in pairs}


def compiled(words: dict[str, str]) -> bytes:
    """The GNU .mo form: a table of places of the texts in order, one of their translations, then the texts."""
    pairs = sorted((before.encode(), after.encode()) for before, after in words.items())
    table = 8 * len(pairs)
    place = _HEADER + 2 * table
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), place + len(texts))
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEADER, _HEADER + table, 0, _HEADER + 2 * table)
    return header + b"".join(tables) + texts


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace('\\"', '"')
