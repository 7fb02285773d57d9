"""The register of enterprises (企业登记名录), as registration offices and their extracts print it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from tenglong.core.identity import normal_name, read_capital, read_credit_code
from tenglong.core.ledger import CannotRead, Field, Kind
from tenglong.core.ledger.numbers import plain_number, read_number
from tenglong.core.ledger.values import half_width
from tenglong.records.imports.places import Places
from tenglong.records.registry.kinds import ENTERPRISE
from tenglong.records.registry.models import Enterprise, Past
from tenglong.records.registry.queries import OTHER_NAMES
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Problem, RowRefused, Setting, Values, refuse

_PLACES = Decimal("0.000001")  # a hundredth of a yuan, in ten thousands
_AS_WRITTEN = {
    "registered_on": {"required": True},
    "capital_wan": {"kind": Kind.TEXT, "unit": "万元"},  # with its unit and currency: read by core.identity
}
_AREA = Field("area", "地区", help="登记机关那一级或更下一级的名称；只用来核对")
_BATCH = 500
_WORDS = {  # other words for a column
    "名称": "name", "单位名称": "name", "企业(单位)名称": "name",
    "信用代码": "code", "社会信用代码": "code", "统一信用代码": "code",
    "成立日期": "registered_on", "登记日期": "registered_on",
    "注册资本": "capital_wan", "类型": "kind", "住所": "address", "地址": "address",
    "行业代码": "industry", "所属行业": "industry", "区划代码": "region_code",
    "所属地区": "area", "所在地区": "area",
}  # fmt: skip


def read(values: Values, setting: Setting) -> Entry:
    """One enterprise."""
    problems: list[Problem] = []
    written = read_credit_code(str(values["code"]))
    code, doubt = written.text, None
    if written.problem and written.repaired:
        code = written.repaired
        doubt = Problem("信用代码疑有误", f"{written.problem}是不是 {code}？请决定是否按它写入。")
    elif written.problem:
        problems.append(Problem("信用代码有误", written.problem))
    name = normal_name(values["name"])
    if values["registered_on"] > setting.on:
        problems.append(Problem("日期不可能", f"注册日期：{values['registered_on']} 还没有到，请查对执照。"))
    capital: dict[str, object] = {}
    try:
        capital = _capital(values.get("capital_wan"), values.get("currency"), setting.units.get("capital_wan", ""))
    except CannotRead as problem:
        problems.append(Problem("注册资金读不出", str(problem)))
    if problems:
        raise RowRefused(problems)
    region = _region(values, code, setting.places)
    doubt = doubt or _unknown_area(values.get("area", ""), region, setting.places)
    kept = {**values, "code": code, "name": name, "region_code": region}
    fact = {key: value for key, value in kept.items() if key not in {"capital_wan", "currency", "area"}} | capital
    return Entry(code, region, (fact,), alone=name, doubt=doubt)


def _region(values: Values, code: str, places: Places) -> str:
    """The region that the row states, by its code or name; else that of the credit code and the address."""
    if told := values.get("region_code"):
        if len(found := places.called(told)) == 1:
            return next(iter(found))
        why = "有几个同名的区划" if found else "不在区划表里"
        raise refuse("区划不明", f"区划：“{told}”{why}。请写区划代码，例如 330802，或请管理员加入。")
    region = places.of_registration(code, values.get("address") or "")
    if region is None:
        why = f"登记机关区划 {code[2:8]} 不在区划表里"
        raise refuse("区划不明", f"统一社会信用代码：{why}，请加一列“区划”，或请管理员加入。")
    return region


def _unknown_area(area: str, region: str, places: Places) -> Problem | None:
    """A name of an area that no region has, though the region is known from the rest of the row."""
    if not area or places.called(area) or places.named_in(area):
        return None
    sentence = f"地区：“{area}”不在区划表里；按信用代码和住所，它在{places.label(region)}（{region}）。"
    return Problem("地区不明", f"{sentence}请决定是否按它写入，或改好再导入。")


def _capital(raw: str | None, currency: str | None, header_unit: str) -> dict[str, object]:
    """Amount and currency. A bare number beside a column of currencies is in ten thousands, as our exports write it."""
    if raw is None:
        return {}
    bare = plain_number(half_width(raw)) is not None
    if bare and currency:
        return {"capital_wan": read_number(raw).quantize(_PLACES, ROUND_HALF_UP), "currency": currency}
    capital = read_capital(f"{raw}{header_unit}" if bare else raw)
    if capital is None:
        return {}
    return {"capital_wan": capital.amount_wan.quantize(_PLACES, ROUND_HALF_UP), "currency": capital.currency}


def taken(names: Iterable[str]) -> dict[str, set[str]]:
    """Credit codes of registered enterprises by name, those that went by it once among them."""
    wanted = sorted(set(names))
    found: dict[str, set[str]] = {}
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        now = Enterprise.objects.filter(name__in=some).order_by()
        once = Past.objects.filter(matter__in=OTHER_NAMES, value__in=some, enterprise__isnull=False).order_by()
        for rows in (now.values_list("name", "code"), once.values_list("value", "enterprise__code")):
            for name, code in rows:
                found.setdefault(name, set()).add(code)
    return found


ENTERPRISES = ImportKind(
    key="enterprises",
    label="企业登记名录",
    register="enterprise",
    fields=(*(replace(field, **_AS_WRITTEN.get(field.key, {})) for field in ENTERPRISE.fields), _AREA),
    aliases=_WORDS,
    reasons={"code": "信用代码有误", "registered_on": "日期读不出", "scale": "规模读不出"},
    read=read,
    crowded=partial(without_room, Enterprise),
    taken=taken,
)
