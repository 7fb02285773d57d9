"""What hangs on rows that are to go: rows of the same tables that go with them do not count."""

from collections.abc import Collection

from tenglong.records.ledgers.registers import Condition, Register
from tenglong.records.people.rights import Program

from .targets import Target, registers_of

_PROGRAM = Program("导入")
_BETWEEN = "、"  # the words of uses
Pointing = dict[str, list[tuple[Register, str]]]


def hanging_on(target: Target, keys: Collection[str], leaving: Collection[str]) -> dict[str, str]:
    """What hangs on rows, by key, in words; rows on which nothing hangs but what is `leaving` are left out."""
    own = _own(target)
    left = {
        key: _BETWEEN.join(word for word in words.split(_BETWEEN) if word not in own or _stays(own[word], key, leaving))
        for key, words in target.uses_of(keys).items()
    }
    return {key: words for key, words in left.items() if words}


def _own(target: Target) -> Pointing:
    """The fields by which rows of the tables written name one another, by the table's word."""
    tables = registers_of(target)
    kinds = {table.ledger.key for table in tables}
    found: Pointing = {}
    for table in tables:
        for field in table.ledger.fields:
            if field.refers_to in kinds:
                found.setdefault(table.ledger.label, []).append((table, field.key))
    return found


def _stays(pointing: list[tuple[Register, str]], key: str, leaving: Collection[str]) -> bool:
    """Whether some row that names the key is not leaving."""
    for table, field in pointing:
        naming = table.find(_PROGRAM, conditions=(Condition(field, "is", key),), keys=())
        if any(row.key not in leaving for row in naming.each()):
            return True
    return False
