"""A bureau's file as lines: which columns are name, code and address, whatever the bureau calls them."""

from collections.abc import Iterator, Mapping

from tenglong.core.errors import Refused
from tenglong.core.identity import normal_name
from tenglong.core.ledger import CannotRead, Field, match_headers
from tenglong.core.ledger.values import clean
from tenglong.workbooks import Table, read_table

from .models import Line, Roll

FIELDS = (
    Field("name", "企业名称", required=True),
    Field("code", "统一社会信用代码"),
    Field("address", "注册地址"),
)
_WORDS = {
    "name": "名称、单位名称、公司名称、企业、单位、用人单位、纳税人名称、市场主体名称、用户名称、户名、建设单位",
    "code": "信用代码、社会信用代码、统一信用代码、代码、纳税人识别号、税号、组织机构代码、证件号码",
    "address": "地址、住所、企业地址、单位地址、经营地址、生产经营地址、通讯地址、用电地址、场所",
}
ALIASES: Mapping[str, str] = {word: key for key, words in _WORDS.items() for word in words.split("、")}
_LONGEST = {"name": 200, "code": 40, "address": 300}


class CannotLink(Refused):
    """A roll cannot be taken, or a link not be decided or undone."""


def read_roll(data: bytes, name: str) -> Table:
    """The table of a file; refused when it has no column of names."""
    try:
        table = read_table(data, name, expected=[*(field.label for field in FIELDS), *ALIASES])
    except CannotRead as problem:
        raise CannotLink(f"不能比对：{problem}") from None
    if "name" not in {field.key for field in match_headers(FIELDS, table.headers, ALIASES).fields.values()}:
        raise CannotLink(f"不能比对“{name}”：没有“企业名称”这一列。请在表头写明，例如 企业名称、单位名称。")
    return table


def cells_of(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each row with a name, and what it says by field key."""
    columns = match_headers(FIELDS, table.headers, ALIASES)
    for number, cells in table.records():
        raw = columns.pick(cells)
        said = {field.key: clean(str(raw.get(field.key) or ""))[: _LONGEST[field.key]] for field in FIELDS}
        if said["name"]:
            yield number, said


def lines_of(table: Table, roll: Roll) -> Iterator[Line]:
    """The lines, not yet compared with anything."""
    for number, said in cells_of(table):
        yield Line(roll=roll, number=number, text=text_of(said["name"]), standing=Line.Standing.WAITING, **said)


def text_of(name: str) -> str:
    """A name as it is looked up: in its normal form, without space, in capitals."""
    return "".join(normal_name(name).split()).upper()[: _LONGEST["name"]]
