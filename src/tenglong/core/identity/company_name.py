"""Names of companies: one normal form, and the parts that the name is made of (place, brand, trade, legal form).

The order of the parts is that of 企业名称登记管理规定 (2020), article 6: 行政区划, 字号, 行业或者经营特点, 组织形式.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from tenglong.core.ledger.values import half_width

_ROUND = str.maketrans("()[]{}〔〕【】", "（）" * 5)
_DOTS = str.maketrans("•・‧∙", "····")
_OUTER_SPACE = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
_SECOND_NAME = re.compile(r";(?:从属名称|第二名称):(.+)$|（(?:从属名称|第二名称|曾用名):(.+)）$")
_BRANCH = re.compile(r"(?<=公司)([^（）]{2,30}(?:公司|[店厂行处站点部所场矿社]|中心))$")
_LEGAL_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|总公司|公司|(?:专业)?合作(?:联)?社|(?:企业|厂|所|中心)?（(?:普通|有限|特殊普通)合伙）"
    r"|总厂|厂|水?电?站|(?:农|林|养殖)?场|商行|经营部|门市部|中心|研究院|研究所|事务所|店)$"
)
_PLACE_KIND = re.compile(r"[省市县区]$")
_IN_BRACKETS = re.compile(r"（([^（）]+)）")
_TRADES = re.compile(
    r"(?<=..)(?:新材料|特种纸|纸业|纸制品|包装|印刷|印染|纺织|服饰|服装|制衣|家居|家具|木门|门业|竹木|木业|轴承|齿轮|机械|机电|五金|"
    r"装备|智能|电子|光电|变压器|电气|电器|电力|水电|风力|能源|汽车|配件|零部件|铸造|锻造|金属|钢|铜|铝|矿业|水泥|建材|硅|"
    r"氟|化学|化工|塑料|塑胶|橡胶|制药|药业|医药|生物|环保|科技|信息|网络|软件|食品|饮料|茶|罐头|农业|水产|渔业|畜牧|"
    r"物流|运输|贸易|进出口|商贸|建筑|建设|工程|投资|开发|置业|房地产|旅游|文化|教育|咨询|消防|厨具|矿泉水|供销|实业|制造|加工)"
)


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name in its parts; a part that was not recognised is empty. `parent` is the name without `branch`."""

    text: str
    place: str
    brand: str
    trade: str
    legal_form: str
    branch: str = ""
    parent: str = ""
    second: str = ""  # 从属名称, 第二名称


def normal_name(raw: str) -> str:
    """One form for every way to write a name: narrow letters, round full-width brackets, no space but between words."""
    closed_up = _OUTER_SPACE.sub("", " ".join(half_width(raw).split()))
    return unicodedata.normalize("NFC", closed_up).translate(_ROUND).translate(_DOTS)


def read_company_name(raw: str, places: Collection[str] = ()) -> CompanyName:
    """The parts of a name. `places` are names of regions; of a place outside them nothing is told."""
    text = normal_name(raw)
    second = _SECOND_NAME.search(text)
    main = text[: second.start()] if second else text
    branch = _BRANCH.search(main)
    parent = main[: branch.start()] if branch else main
    form = _LEGAL_FORM.search(parent)
    place, core = _without_place(parent[: form.start()] if form else parent, places)
    trade = _TRADES.search(core)
    return CompanyName(
        text=text,
        place=place,
        brand=core[: trade.start()] if trade else core,
        trade=core[trade.start() :] if trade else "",
        legal_form=form[0] if form else "",
        branch=branch[0] if branch else "",
        parent=parent if branch else "",
        second=(second[1] or second[2]) if second else "",
    )


def _without_place(text: str, places: Collection[str]) -> tuple[str, str]:
    """The places named at the head or in brackets, and what is left."""
    stems = sorted({stem for place in places if len(stem := _PLACE_KIND.sub("", place)) > 1}, key=len, reverse=True)
    if not stems:
        return "", text
    run = re.compile(f"(?:(?:{'|'.join(map(re.escape, stems))})[省市县区]?)+")
    found = [head[0]] if (head := run.match(text)) else []
    left = text[len(found[0]) :] if found else text
    for bracket in _IN_BRACKETS.finditer(left):
        if run.fullmatch(bracket[1]):
            found.append(bracket[1])
            left = left.replace(bracket[0], "")
    return "".join(found), left
