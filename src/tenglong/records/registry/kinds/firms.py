"""Enterprises, how they stood before, what they were awarded."""

from types import MappingProxyType

from tenglong.core.ledger import Field, Kind, Ledger

from .given import NUMBER_FIELD, REGION_FIELD, SOURCE

NATURAL_PERSON = "自然人"
OTHER_NAME = "别名"
SCALES = ("规上", "规下")
STATES = ("存续", "停业", "注销", "吊销", "迁出")

ENTERPRISE = Ledger(
    "enterprise",
    "企业",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "统一社会信用代码", required=True, listed=True, help="自然人写县里自编的代码：ZR 加八位数字"),
        Field("name", "企业名称", required=True, listed=True),
        REGION_FIELD,
        Field("industry", "行业", help="国民经济行业分类代码和名称", listed=True),
        Field("scale", "规模", Kind.CHOICE, choices=SCALES, listed=True),
        Field("kind", "企业类型"),
        Field("registered_on", "注册日期", Kind.DATE),
        Field("capital_wan", "注册资金", Kind.NUMBER, help="以万计，币种另列"),
        Field("currency", "币种"),
        Field("address", "注册地址"),
        Field("scope", "经营范围", Kind.LONG_TEXT),
        Field(
            "subject_kind", "主体类型", Kind.CHOICE,
            choices=("法人", "分支机构", "个体工商户", NATURAL_PERSON, "其他组织"), listed=True,
        ),
        Field("status", "登记状态", Kind.CHOICE, choices=STATES, listed=True),
        Field("parent", "所属集团", Kind.REFERENCE, refers_to="enterprise", help="集团母公司"),
        Field("branch_of", "隶属企业", Kind.REFERENCE, refers_to="enterprise", help="分支机构写它的总公司"),
        Field("legal_person", "法定代表人", personal=True),
        Field("id_number", "身份证件号", personal=True, help="只有自然人写"),
    ),
)  # fmt: skip

MATTERS = MappingProxyType(  # of which facts it can be told how they were: the word, the kind and the field
    {
        "名称": ("enterprise", "name"),
        OTHER_NAME: ("enterprise", ""),
        "登记状态": ("enterprise", "status"),
        "规模": ("enterprise", "scale"),
        "行业": ("enterprise", "industry"),
        "所属集团": ("enterprise", "parent"),
        "权利人": ("parcel", "holder"),
        "用途": ("parcel", "use"),
    }
)

PAST = Ledger(
    "past",
    "历史沿革",
    title="value",
    identity=("enterprise", "parcel", "matter", "value", "from_on"),
    fields=(
        NUMBER_FIELD,
        Field("enterprise", "企业", Kind.REFERENCE, refers_to="enterprise", listed=True),
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", listed=True),
        Field("matter", "事项", Kind.CHOICE, choices=tuple(MATTERS), required=True, listed=True),
        Field("value", "内容", required=True, listed=True, help="那段时间里的名称、规模、状态、权利人代码等"),
        Field("from_on", "起始日期", Kind.DATE, help="从哪一天起；一直以来的留空", listed=True),
        Field("until_on", "截止日期", Kind.DATE, help="从这一天起不再是这样；规模按年写到次年一月一日", listed=True),
        SOURCE,
    ),
)

TITLE = Ledger(
    "title",
    "称号资质",
    title="title",
    identity=("enterprise", "title", "from_on"),
    fields=(
        NUMBER_FIELD,
        Field("enterprise", "企业", Kind.REFERENCE, refers_to="enterprise", required=True, listed=True),
        Field("title", "称号", required=True, help="例如 专精特新中小企业、高新技术企业", listed=True),
        Field("level", "级别", Kind.CHOICE, choices=("国家级", "省级", "市级", "县级"), listed=True),
        Field("certificate", "证书编号"),
        Field("issued_by", "授予单位"),
        Field("from_on", "起始日期", Kind.DATE, required=True, listed=True),
        Field("until_on", "截止日期", Kind.DATE, help="从这一天起失效；长期有效的留空", listed=True),
        SOURCE,
    ),
)
