"""The loop's own kinds as ledgers: what mechanisms refer to, forms enter and measures read. Labels are county words."""

from tenglong.core.ledger import Field, Kind, Ledger

from .models import Occupancy

NUMBER = "number"  # of rows without a key of their own: given by the database

_REGION = Field("region_code", "区划", help="区划代码，例如 330802", listed=True)
_NUMBER = Field(NUMBER, "编号", Kind.WHOLE, help="由系统给出")
_SOURCE = Field("source", "来源", required=True, help="写在哪份文件、哪个系统或哪个网页")

ENTERPRISE = Ledger(
    "enterprise",
    "企业",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "统一社会信用代码", required=True, listed=True),
        Field("name", "企业名称", required=True, listed=True),
        _REGION,
        Field("industry", "行业", help="国民经济行业分类代码和名称", listed=True),
        Field("scale", "规模", Kind.CHOICE, choices=("规上", "规下"), listed=True),
        Field("kind", "企业类型"),
        Field("registered_on", "注册日期", Kind.DATE),
        Field("capital_wan", "注册资金", Kind.NUMBER, help="以万计，币种另列"),
        Field("currency", "币种"),
        Field("address", "注册地址"),
        Field("scope", "经营范围", Kind.LONG_TEXT),
    ),
)

PARCEL = Ledger(
    "parcel",
    "地块",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "地块编号", required=True, listed=True),
        Field("name", "地块名称", required=True, listed=True),
        _REGION,
        Field("area_mu", "面积", Kind.NUMBER, unit="亩", required=True, listed=True),
        Field("use", "用途", required=True, listed=True),
        Field("certificate", "不动产权证号"),
    ),
)

PLANT = Ledger(
    "plant",
    "厂房",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "厂房编号", required=True, listed=True),
        Field("name", "厂房名称", required=True, listed=True),
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", required=True, listed=True),
        _REGION,
        Field("floor_area_sqm", "建筑面积", Kind.NUMBER, unit="平方米", required=True, listed=True),
        Field("floors", "层数", Kind.WHOLE),
    ),
)

OCCUPANCY = Ledger(
    "occupancy",
    "用地",
    title="enterprise",
    identity=("parcel", "enterprise", "tenure", "from_on"),
    fields=(
        _NUMBER,
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", required=True, listed=True),
        Field("plant", "厂房", Kind.REFERENCE, refers_to="plant"),
        Field("enterprise", "企业", Kind.REFERENCE, refers_to="enterprise", required=True, listed=True),
        Field("tenure", "使用方式", Kind.CHOICE, required=True, choices=tuple(Occupancy.Tenure.values), listed=True),
        Field("area_mu", "面积", Kind.NUMBER, unit="亩", required=True, listed=True),
        Field("from_on", "起始日期", Kind.DATE, required=True, listed=True),
        Field("until_on", "截止日期", Kind.DATE, help="从这一天起不再使用", listed=True),
        _REGION,
        _SOURCE,
    ),
)

OBSERVATION = Ledger(
    "observation",
    "数据",
    title="metric",
    identity=("subject", "metric", "period"),
    fields=(
        _NUMBER,
        Field("subject", "对象", required=True, help="region:代码、enterprise:代码、project:名称 等", listed=True),
        Field("metric", "指标", required=True, listed=True),
        Field("period", "期间", help="2023、2021H1、2022Q3 或 2022-07，没有写明的留空", listed=True),
        Field("value", "数值", Kind.NUMBER, help="按“单位”计；没有写明的留空", listed=True),
        Field("unit", "单位", required=True, listed=True),
        Field("nature", "数类", help="总量、增长率、完成率、占比等"),
        Field("basis", "口径", help="现价、可比等"),
        Field("enterprise_code", "企业", Kind.REFERENCE, refers_to="enterprise"),
        Field("parcel_code", "地块", Kind.REFERENCE, refers_to="parcel"),
        _REGION,
        _SOURCE,
    ),
)

UNIT = Ledger(
    "unit",
    "单位",
    title="name",
    identity=("key",),
    fields=(
        Field("key", "单位代号", required=True, listed=True),
        Field("name", "单位名称", required=True, listed=True),
        _REGION,
    ),
)

KINDS = {ledger.key: ledger for ledger in (ENTERPRISE, PARCEL, PLANT, OCCUPANCY, OBSERVATION, UNIT)}
