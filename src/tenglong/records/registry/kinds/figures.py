"""Figures somebody reported, and the classes of industries."""

from tenglong.core.ledger import Field, Kind, Ledger

from .given import ENTERED_ON, NUMBER_FIELD, REGION_FIELD, SOURCE

OBSERVATION = Ledger(
    "observation",
    "数据",
    title="metric",
    identity=("subject", "metric", "period", "region_code"),
    fields=(
        NUMBER_FIELD,
        Field("subject", "对象", required=True, help="region:代码、enterprise:代码、project:名称 等", listed=True),
        Field("metric", "指标", required=True, listed=True),
        Field("period", "期间", help="2023、2021H1、2022Q3 或 2022-07，没有写明的留空", listed=True),
        Field("value", "数值", Kind.NUMBER, help="按“单位”计；没有写明的留空", listed=True),
        Field("unit", "单位", required=True, listed=True),
        Field("nature", "数类", help="总量、增长率、完成率、占比等"),
        Field("basis", "口径", help="现价、可比等"),
        Field("enterprise_code", "企业", Kind.REFERENCE, refers_to="enterprise"),
        Field("parcel_code", "地块", Kind.REFERENCE, refers_to="parcel"),
        REGION_FIELD,
        SOURCE,
        Field(ENTERED_ON, "登记日期", Kind.DATE, help="由系统记下"),
    ),
)

SHARED_OBSERVATION = Ledger(
    "shared_observation",
    "合并数据",
    title="metric",
    identity=OBSERVATION.identity,
    fields=(
        *OBSERVATION.fields,
        Field("counted_with", "计入企业", Kind.REFERENCE, refers_to="enterprise", help="小租户的数据计入产权人"),
    ),
)

INDUSTRY = Ledger(
    "industry",
    "行业分类",
    title="name",
    identity=("edition", "code"),
    fields=(
        NUMBER_FIELD,
        Field("edition", "版本", required=True, help="GB/T 4754 的年份：2017、2011", listed=True),
        Field("code", "行业代码", required=True, listed=True),
        Field("name", "行业名称", listed=True, help="只有新旧对照表的旧版代码可以没有名称"),
        Field("level", "层级", Kind.CHOICE, choices=("门类", "大类", "中类", "小类"), listed=True),
        Field("parent", "上级代码", listed=True),
        Field("successors", "新版代码", help="下一版里对应的代码，几个的用、隔开"),
        Field("note", "说明", Kind.LONG_TEXT),
    ),
)
