"""Which field a column may be whose header nobody knows: proposals for a person, never applied."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from .headers import header_word, without_unit
from .spec import Field

LIKE = 75.0  # least likeness of a header and a label, of 100
_SYNONYM = 99.0  # below the label itself
SYNONYMS = (  # words that bureaus have for one thing; each line is one
    "企业名称、单位名称、主体名称、市场主体名称、公司名称、用人单位、纳税人名称、户名、单位、企业、名称、抬头、申请人、持证单位",
    "统一社会信用代码、社会信用代码、信用代码、统一代码、纳税人识别号、税号、组织机构代码、证照号码",
    "注册地址、地址、住所、企业地址、单位地址、经营地址、生产经营地址、经营场所、通讯地址、用电地址、坐落、场所",
    "注册日期、成立日期、成立时间、登记日期、登记时间、开业日期、开业时间、设立日期",
    "注册资金、注册资本、注册资本金、认缴资本、出资额",
    "企业类型、主体类型、市场主体类型、公司类型、经济类型",
    "行业、行业代码、所属行业、行业类别、国民经济行业",
    "区划、区划代码、行政区划、所属区划、地区、所在地、属地、乡镇、镇街",
    "联系人、经办人、填报人、负责人、联络员",
    "联系电话、电话、手机、手机号、手机号码、联系方式",
    "面积、用地面积、占地面积、土地面积、宗地面积",
    "发证日期、核发日期、发证时间、签发日期",
    "有效期止、有效期至、到期日期、截止日期、失效日期",
)
_GROUPS = [frozenset(header_word(word) for word in line.split("、")) for line in SYNONYMS]


def guess_columns(fields: Iterable[Field], headers: Iterable[str]) -> dict[str, str]:
    """Header → key of the field that it is likeliest to be; none where nothing is like it or two are equally.

    `fields` are those without a column, `headers` those without a field; no field is proposed twice.
    """
    wanted = tuple(fields)
    found: list[tuple[float, str, str]] = []
    for header in headers:
        scored = sorted(((_likeness(header, field), field.key) for field in wanted), reverse=True)
        if scored and scored[0][0] >= LIKE and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            found.append((scored[0][0], header, scored[0][1]))
    guessed: dict[str, str] = {}
    for _, header, key in sorted(found, key=_first):
        if key not in guessed.values():
            guessed[header] = key
    return guessed


def _first(one: Sequence[float | str]) -> float:
    return -float(one[0])


def _likeness(header: str, field: Field) -> float:
    word, label = header_word(without_unit(header)), header_word(field.label)
    if word == label:
        return 100.0
    if any(word in group and label in group for group in _GROUPS):
        return _SYNONYM
    return fuzz.ratio(word, label)
