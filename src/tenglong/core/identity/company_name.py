"""Names of companies: one normal form, and the parts that the name is made of (place, brand, trade, legal form).

The order of the parts is that of 企业名称登记管理规定 (2020), article 6: 行政区划, 字号, 行业或者经营特点, 组织形式.
The patterns look neither behind nor ahead, so that RE2, which reads a million names in SQL, finds the same parts.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from tenglong.core.ledger.values import half_width

from .places import KINDS, Places, finer

OPENING, CLOSING = "([{〔【", ")]}〕】"
ROUND = str.maketrans(OPENING + CLOSING, "（" * 5 + "）" * 5)
_DOTS = str.maketrans("•・‧∙", "····")
_OUTER_SPACE = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")

SECOND_NAME = r"^(.*?)(?:;(?:从属名称|第二名称):(.+)|（(?:从属名称|第二名称|曾用名):(.+)）)?$"
BRANCH = r"^(.*?公司)（?([^（）]{2,30}(?:公司|[店厂行处站点部所场矿社]|中心))）?$"
BRANCH_ENDS = "分公司|支公司|分厂|分店|分行|支行|分理处|分社"
LEGAL_FORM = (
    r"^(.+?)(股份有限公司|有限责任公司|有限公司|总公司|公司|(?:专业)?合作(?:联)?社|(?:企业|厂|所|中心)?（(?:普通|有限|特殊普通)合伙）"
    r"|总厂|厂|水?电?站|(?:农|林|养殖)?场|商行|经营部|门市部|中心|研究院|研究所|事务所|店)$"
)
TRADES = (
    "新材料|特种纸|纸业|纸制品|包装|印刷|印染|纺织|服饰|服装|制衣|家居|家具|木门|门业|竹木|木业|轴承|齿轮|机械|机电|五金|"
    "装备|智能|电子|光电|变压器|电气|电器|电力|水电|风力|能源|汽车|配件|零部件|铸造|锻造|金属|钢|铜|铝|矿业|水泥|建材|硅|"
    "氟|化学|化工|塑料|塑胶|橡胶|制药|药业|医药|生物|环保|科技|信息|网络|软件|食品|饮料|茶|罐头|农业|水产|渔业|畜牧|"
    "物流|运输|贸易|进出口|商贸|工贸|商务|建筑|建设|装饰|工程|投资|开发|置业|房地产|旅游|文化|教育|咨询|消防|厨具|矿泉水|供销|实业|"
    "环境|生态|材料|管业|阀门|模具|仪器|仪表|设备|混凝土|液化气|石材|玻璃|陶瓷|工艺品|玩具|家纺|皮革|鞋业|涂料|油漆|粮油|粮食|"
    "大酒店|酒店|宾馆|医疗|广告|园林|绿化|物业|劳务|技术|制造|加工|集团"
)
TRADE = f"^(.{{2,}}?)((?:{TRADES}).*)$"
GROUP = "（集团）"

_SECOND_NAME, _BRANCH, _LEGAL_FORM, _TRADE = map(re.compile, (SECOND_NAME, BRANCH, LEGAL_FORM, TRADE))
_SHORT_BRANCH = cache(re.compile)
_NOWHERE = Places()


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
    place_code: str = ""

    @property
    def core(self) -> str:
        """Brand and trade: what is left without place and legal form."""
        return self.brand + self.trade


def short_branch(places: Places) -> str:
    """The pattern of a branch whose parent is written without 公司: 汐岭轴承常山分公司."""
    return f"^(.{{4,}}?)((?:{places.names})?(?:{KINDS})?(?:{BRANCH_ENDS}))$"


def normal_name(raw: str) -> str:
    """One form for every way to write a name: narrow letters, round full-width brackets, no space but between words."""
    closed_up = _OUTER_SPACE.sub("", " ".join(half_width(raw).split()))
    return unicodedata.normalize("NFC", closed_up).translate(ROUND).translate(_DOTS)


def read_company_name(raw: str, places: Places = _NOWHERE) -> CompanyName:
    """The parts of a name; of a place that is not among `places` nothing is told."""
    text = normal_name(raw)
    second = _SECOND_NAME.match(text)
    main = second[1] if second else text
    branch = _BRANCH.match(main) or _SHORT_BRANCH(short_branch(places)).match(main)
    parent = branch[1] if branch else main
    form = _LEGAL_FORM.match(parent)
    place, code, core = _without_place(form[1] if form else parent, places)
    trade = _TRADE.match(core)
    return CompanyName(
        text=text,
        place=place,
        brand=trade[1] if trade else core,
        trade=trade[2] if trade else "",
        legal_form=form[2] if form else "",
        branch=branch[2] if branch else "",
        parent=parent if branch else "",
        second=(second[2] or second[3] or "") if second else "",
        place_code=code,
    )


def _without_place(text: str, places: Places) -> tuple[str, str, str]:
    """The places named at the head or in brackets, the code of the finest, and what is left."""
    head = places.head.match(text)
    named, last, left = (head[1], head[2] or "", head[3]) if head else ("", "", text)
    code = places.codes.get(last, "")
    if (bracket := places.bracket.search(left)) and len(bracket[0]) < len(left):
        named += bracket[0].strip("（）")
        code = finer(places.codes.get(bracket[1], ""), code)
        left = left.replace(bracket[0], "", 1)
    return named, code, left.replace(GROUP, "集团")
