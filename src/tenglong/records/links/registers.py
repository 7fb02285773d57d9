"""A register's rows as a roll: those that call an enterprise by a name while nobody has said which one it is."""

from collections.abc import Iterable
from datetime import date

from tenglong.core.ledger import Field, Kind, Ledger, match_headers
from tenglong.records.ledgers.registers import Kept, NoSuchRegister, get_register, list_registers
from tenglong.records.people.rights import By, open_fields
from tenglong.workbooks import write_separated

from .reading import ALIASES, FIELDS, CannotLink

_KEY = "记录号"


def list_roll_registers(by: By) -> list[tuple[str, str]]:
    """Key and label of the declared registers that can be rolls: rows called by a firm's name that may point to it."""
    ledgers = ((key, get_register(key).ledger) for key in list_registers())
    return [(key, ledger.label) for key, ledger in ledgers if _parts(by, key, ledger)]


def roll_of_register(key: str, *, by: By, on: date) -> tuple[bytes, str]:
    """A file of the rows that `by` sees and whose enterprise is not filled in, and the name of the file."""
    try:
        register = get_register(key)
    except NoSuchRegister as problem:
        raise CannotLink(f"不能比对：{problem}") from None
    label, parts = register.ledger.label, _parts(by, key, register.ledger)
    if parts is None:
        raise CannotLink(f"不能比对“{label}”：它的记录不是以企业名称相称的。请整理成名册，交一个文件。")
    firm, columns = parts
    rows = [row for row in register.find(by).each() if not row.values.get(firm.key)]
    if not rows:
        raise CannotLink(f"不用比对“{label}”：您看得到的记录都填了“{firm.label}”。")
    return write_separated([_KEY, *columns], [_cells(row, columns.values()) for row in rows]), f"{label} {on}.csv"


def _parts(by: By, key: str, ledger: Ledger) -> tuple[Field, dict[str, Field]] | None:
    """The field that points to the enterprise, and those that a roll has, by its headers; None: it cannot be a roll."""
    fields = open_fields(by, ledger.fields)
    points = (field for field in fields if field.refers_to == "enterprise" and field.kind is Kind.REFERENCE)
    firm = next((field for field in points if not field.required), None)
    texts = {field.label: field for field in fields if field.kind is Kind.TEXT and not field.personal}
    name = next((field for field in texts.values() if field.key == ledger.title), None)
    if firm is None or name is None or "." not in key:
        return None
    del texts[name.label]
    others = match_headers(FIELDS[1:], list(texts), ALIASES).fields
    return firm, {FIELDS[0].label: name} | {meant.label: texts[label] for label, meant in others.items()}


def _cells(row: Kept, fields: Iterable[Field]) -> list[str]:
    return [row.key, *(str(row.values.get(field.key) or "") for field in fields)]
