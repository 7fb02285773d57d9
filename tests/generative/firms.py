"""Invented firms of a few counties, and what bureaus write of them: the noise that records of firms really have.

`Firm.entity` is who it is. Groups, namesakes in other counties, near-namesakes and branches are among them on purpose:
they are what a linker merges by mistake.
"""

from dataclasses import dataclass, replace
from itertools import product
from random import Random

from stdnum.cn.uscc import calc_check_digit

from tenglong.core.identity import Places, read_places

COUNTIES = {
    "330802": ("衢州", "柯城区"), "330803": ("衢州", "衢江区"), "330822": ("衢州", "常山县"),
    "330824": ("衢州", "开化县"), "330825": ("衢州", "龙游县"), "330881": ("衢州", "江山市"),
    "331123": ("丽水", "遂昌县"), "330723": ("金华", "武义县"), "330624": ("绍兴", "新昌县"),
    "330127": ("杭州", "淳安县"),
}  # fmt: skip
CITIES = {"33": "浙江省", "3308": "衢州市", "3311": "丽水市", "3307": "金华市", "3306": "绍兴市", "3301": "杭州市"}
INVENTED = {  # for tables of a million: as many more, under an invented city
    f"37{number:04}": ("澜州", f"{first}{second}县")
    for number, (first, second) in enumerate(product("澜樾砚霁栩芷汐泠珞昀", "陵墟畈埠渚岙坞滩墩堰"), start=101)
}
SEATS = COUNTIES | INVENTED
REGIONS = read_places([
    *((name, code) for code, name in CITIES.items()), ("澜州市", "37"),
    *((name, code) for code, (_, name) in SEATS.items()),
])  # fmt: skip
FIRST = (
    "金华恒宏鼎盛兴瑞泰永隆德正天海东新大中立方明嘉佳联国富信诚益美康锦凯万利通顺安达汇源丰创科远博力航飞翔腾骏亿晨旭"
)
SECOND = (
    "达盛泰隆昌源丰通顺兴旺发瑞祥和平安康宁辉煌耀星辰宇宙鑫森林海洋川江河峰岭石玉珠宝龙虎鹏飞翔腾跃威武强健雅洁清泉"
)
THIRD = "莱普特斯克尔曼美雅丽娜诺科维亚奥宝"
COMMON = ("宏达", "华兴", "金鑫", "恒通", "永盛", "兴达", "天顺", "富民")  # brands of many firms that have no tie
TRADES = (
    "机械", "轴承", "机电设备", "电子科技", "新材料", "纸业", "特种纸", "包装",
    "包装材料", "木业", "竹木制品", "家居", "门业", "五金", "五金制品", "化工",
    "塑料", "塑料制品", "建材", "水泥制品", "食品", "茶业", "农业科技", "农业开发",
    "生物科技", "纺织", "服饰", "汽车配件", "光电科技", "电气", "变压器", "环保科技",
    "贸易", "商贸", "物流", "建筑工程", "装饰工程", "房地产开发", "旅游开发", "信息技术",
    "电力设备", "阀门", "模具", "石材", "医疗器械", "矿业",
)  # fmt: skip
LIMITED, WORKS = (
    ("有限公司", "有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"),
    ("厂", "厂", "经营部"),
)
TOWNS = ("东坪街道", "溪口镇", "石桥镇", "城关镇", "白鹭乡", "新塘街道", "上垟镇", "云湖街道")
ROADS = ("兴工", "创业", "城北", "凤凰", "人民", "江滨", "振兴", "金源", "通达", "学院", "迎宾", "百灵", "腾飞", "杜鹃")
ZONES = ("", "", "", "经济开发区", "生态工业园区", "东港功能区")
SHAPES = {
    "达": "大", "盛": "胜", "鑫": "欣", "瑞": "锐", "辉": "晖", "恒": "桓", "宏": "弘", "永": "咏",
    "隆": "龙", "祥": "翔", "泰": "太", "源": "元", "丰": "峰", "昌": "唱", "佳": "嘉", "诚": "城",
    "凯": "铠", "旭": "煦", "晨": "辰", "耀": "跃", "莱": "来", "力": "利",
}  # fmt: skip
MISREAD = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B", "U": "V"}
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as it is registered, or as a record speaks of it."""

    entity: int
    name: str
    code: str
    address: str
    county: str
    brand: str
    trade: str
    form: str
    branch: str = ""


def places() -> Places:
    """The regions that the firms lie in."""
    return REGIONS


def firms(count: int, seed: int = 1, *, wide: bool = False) -> list[Firm]:
    """That many firms with relations among them; `wide`: in ten times as many counties."""
    rng = Random(seed)
    counties = [*(SEATS if wide else COUNTIES)]
    made: list[Firm] = []
    while len(made) < count:
        kind = rng.random()
        old = rng.choice(made) if len(made) > 20 else None
        made.append(
            _related(rng, len(made), old, kind, counties) if old and kind < 0.28 else _new(rng, len(made), counties)
        )
    return made


def _related(rng: Random, entity: int, old: Firm, kind: float, counties: list[str]) -> Firm:
    if kind < 0.05 and old.form.endswith("公司") and not old.branch:
        county = rng.choice(counties)
        branch = f"{SEATS[county][1][:-1]}{rng.choice(('分公司', '分公司', '营业部', '分厂'))}"
        return replace(
            old, entity=entity, branch=branch, name=old.name + branch, code=_code(rng, county), county=county,
            address=_address(rng, county),
        )  # fmt: skip
    if kind < 0.15:  # another firm of the group, often next door
        county = old.county if rng.random() < 0.7 else rng.choice(counties)
        near = old.address if county == old.county and rng.random() < 0.4 else ""
        return _firm(rng, entity, old.brand, rng.choice(TRADES), county, address=near)
    if kind < 0.21:  # the same brand and trade elsewhere
        return _firm(rng, entity, old.brand, old.trade, rng.choice(counties))
    if kind < 0.25:  # a brand that looks like another's
        return _firm(rng, entity, _slip(rng, old.brand), old.trade, old.county)
    return _firm(
        rng, entity, old.brand, old.trade, old.county, address=old.address, works=True
    )  # the works before the company


def _new(rng: Random, entity: int, counties: list[str]) -> Firm:
    if rng.random() < 0.08:
        brand = rng.choice(COMMON)
    else:
        brand = rng.choice(FIRST) + rng.choice(SECOND) + (rng.choice(THIRD) if rng.random() < 0.3 else "")
    return _firm(rng, entity, brand, rng.choice(TRADES), rng.choice(counties))


def _firm(
    rng: Random, entity: int, brand: str, trade: str, county: str, *, address: str = "", works: bool = False
) -> Firm:
    form = rng.choice(WORKS) if works or rng.random() < 0.1 else rng.choice(LIMITED)
    city, own = SEATS[county]
    head = rng.choice((own, own[:-1], own[:-1], city + own[:-1], city, "浙江", f"浙江{own[:-1]}", f"{city}市"))
    name = f"{brand}（{own[:-1]}）{trade}{form}" if rng.random() < 0.05 else f"{head}{brand}{trade}{form}"
    return Firm(entity, name, _code(rng, county), address or _address(rng, county), county, brand, trade, form)


def _code(rng: Random, county: str) -> str:
    body = f"91{county}" + (
        "MA" + "".join(rng.choices(LETTERS, k=7)) if rng.random() < 0.6 else "".join(rng.choices("0123456789", k=9))
    )
    return body + calc_check_digit(body)


def _address(rng: Random, county: str) -> str:
    city, own = SEATS[county]
    head = rng.choice((f"浙江省{city}市{own}", f"{own}", f"{city}市{own}"))
    if rng.random() < 0.15:
        return f"{head}{rng.choice(TOWNS)}{rng.choice(ROADS)}村{rng.choice(('', f'{rng.randint(1, 90)}号'))}"
    zone = rng.choice(ZONES)
    road = rng.choice(ROADS) + rng.choice(("路", "路", "东路", "大道", "街", "北路"))
    tail = rng.choice(("", "", "", f"{rng.randint(1, 9)}幢", f"{rng.randint(101, 606)}室"))
    return f"{head}{zone or rng.choice(TOWNS)}{road}{rng.randint(1, 199)}号{tail}"


def _slip(rng: Random, text: str) -> str:
    """One sign written as one that looks or sounds like it, or as any other."""
    known = [place for place, sign in enumerate(text) if sign in SHAPES]
    place = rng.choice(known) if known else rng.randrange(len(text))
    return text[:place] + (SHAPES.get(text[place]) or rng.choice(SECOND)) + text[place + 1 :]


def mentions(known: list[Firm], count: int, seed: int = 2) -> list[Firm]:
    """What bureaus write of firms drawn at random: about one in four as registered, the others with some noise."""
    rng = Random(seed)
    return [_mention(rng, rng.choice(known)) for _ in range(count)]


def _mention(rng: Random, firm: Firm) -> Firm:
    return replace(firm, name=_noisy_name(rng, firm), code=_noisy_code(rng, firm), address=_noisy_address(rng, firm))


def _noisy_name(rng: Random, firm: Firm) -> str:
    name, city, own = firm.name, *SEATS[firm.county]
    turn = rng.random()
    if turn < 0.35:
        pass
    elif turn < 0.50:  # the region left out
        name = f"{firm.brand}{firm.trade}{firm.form}{firm.branch}"
    elif turn < 0.58:  # the region written another way
        name = f"{rng.choice((own, own[:-1], city, f'浙江{own[:-1]}'))}{firm.brand}{firm.trade}{firm.form}{firm.branch}"
    elif turn < 0.66:  # another suffix
        name = name.replace(
            firm.form, {"有限公司": "有限责任公司", "有限责任公司": "有限公司"}.get(firm.form, "有限公司")
        )
    elif turn < 0.74:  # a short name
        name = f"{rng.choice(('', own[:-1]))}{firm.brand}{firm.trade}{firm.branch}"
    elif turn < 0.78:
        name = f"{rng.choice(('', own[:-1]))}{firm.brand}{firm.trade[:2]}{firm.form}{firm.branch}"
    elif turn < 0.80:
        name = f"{firm.brand}{firm.branch}"
    elif turn < 0.88:
        name = name.replace(firm.brand, _slip(rng, firm.brand))
    elif turn < 0.91:
        name = name.replace(firm.trade, _slip(rng, firm.trade))
    elif turn < 0.94:
        place = rng.randrange(max(1, len(name) - 6))
        name = name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :]
    else:
        name = name.replace("（", "(").replace("）", ")").replace("有限", " 有限")
    return name.replace("（", "(").replace("）", ")") if rng.random() < 0.2 else name


def _noisy_code(rng: Random, firm: Firm) -> str:
    code, turn = firm.code, rng.random()
    place = rng.randrange(9, 17)
    if turn < 0.58:
        return code
    return "" if turn < 0.86 else _damaged(rng, code, place, turn)


def _damaged(rng: Random, code: str, place: int, turn: float) -> str:
    """Masked, misread, mistyped, swapped, cut to the organisation's code, one letter short."""
    if turn < 0.90:
        width = rng.choice((1, 4, 6))
        return code[: place - 2] + "*" * width + code[place - 2 + width :] if place - 2 + width <= 18 else code
    if turn < 0.96:
        letter = MISREAD.get(code[place], code[place]) if turn < 0.93 else rng.choice(LETTERS)
        return code[:place] + letter + code[place + 1 :]
    if turn < 0.98:
        return code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :]
    return code[8:17] if turn < 0.99 else code[:place] + code[place + 1 :]


def _noisy_address(rng: Random, firm: Firm) -> str:
    address, (city, own) = firm.address, SEATS[firm.county]
    turn = rng.random()
    if turn < 0.45:
        return address
    if turn < 0.60:
        return ""
    if turn < 0.75:  # regions left out
        return address.replace("浙江省", "").replace(f"{city}市", "").replace(own, rng.choice(("", own)))
    if turn < 0.85:  # moved within the county
        return _address(rng, firm.county)
    if turn < 0.92:  # the number left out
        return address.partition("号")[0].rstrip("0123456789")
    return f"{address}（{rng.choice(('厂房', '一楼', '自主申报'))}）" if turn < 0.98 else own
