"""Registers: kinds of rows, with the fields that the person sees."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from tenglong.core.ledger import Field as LedgerField
from tenglong.core.ledger import Kind
from tenglong.records.ledgers.registers import Register, can_keep, get_register, list_registers
from tenglong.records.people.rights import By, open_fields, scopes

from .doors import answers, door
from .words import Name

router = Router(tags=["台账"])


class FieldOut(Schema):
    """One field. `listed`: rows are filtered and sorted by it."""

    key: str = Field(examples=["area_mu"])
    label: str = Field(examples=["用地面积"])
    kind: str = Field(examples=["number"], description="、".join(Kind))
    unit: str | None = Field(examples=["亩"])
    required: bool
    choices: list[str]
    refers_to: str | None = Field(description="所引台账的代号")
    help: str
    listed: bool
    confidential: bool
    personal: bool


class RegisterOut(Schema):
    """A kind of row."""

    key: str = Field(examples=["enterprise"])
    label: str = Field(examples=["企业"])
    title: str = Field(description="哪个字段是一行的名称")
    identity: list[str] = Field(description="哪些字段合起来认出一行")
    dated: bool = Field(description="能不能问某一天的")
    may_write: bool
    fields: list[FieldOut]


class Registers(Schema):
    """All of them."""

    registers: list[RegisterOut]


@router.get("/registers", **door("read"), response=answers(Registers), summary="列出台账")
def registers(request: HttpRequest) -> object:
    """每种台账和您能看到的字段；企业、地块、厂房等在前，各机制声明的在后。"""
    by = request.auth
    keys = list_registers() if scopes(by) else ()
    return Registers(registers=[_told(by, get_register(key)) for key in keys])


@router.get("/registers/{kind}", **door("read"), response=answers(RegisterOut), summary="一种台账")
def register(request: HttpRequest, kind: Name) -> object:
    """一种台账的字段。"""
    return _told(request.auth, get_register(kind))


def _told(by: By, found: Register) -> RegisterOut:
    ledger = found.ledger
    fields = [field_out(field) for field in open_fields(by, ledger.fields)]
    about = {"key": ledger.key, "label": ledger.label, "title": ledger.title, "identity": list(ledger.identity)}
    return RegisterOut(**about, dated=found.dated, may_write=can_keep(found, by), fields=fields)


def field_out(field: LedgerField) -> FieldOut:
    alike = ("key", "label", "unit", "required", "refers_to", "help", "listed", "personal")
    told = {name: getattr(field, name) for name in alike}
    kind, choices = field.kind.value, list(field.choices)
    return FieldOut(**told, kind=kind, choices=choices, confidential=bool(field.confidential))
