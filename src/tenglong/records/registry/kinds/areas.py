"""Areas and offices: trees that change over time."""

from tenglong.core.ledger import Field, Kind, Ledger

from .given import REGION_FIELD

REGION = Ledger(
    "region",
    "区划",
    title="name",
    identity=("code",),
    ended=("until_on", "last_edition"),
    fields=(
        Field("code", "区划代码", required=True, listed=True, help="2、4、6、9、12 位数字，园区、网格用自己的代码"),
        Field("name", "区划名称", required=True, listed=True),
        Field("kind", "类型", Kind.CHOICE, choices=("行政区划", "类似乡级单位", "开发区", "园区", "网格"), listed=True),
        Field("category", "园区类别", help="目录上的类别：省级经济开发区、高新技术产业开发区等"),
        Field("parent", "上级区划", Kind.REFERENCE, refers_to="region", help="留空的按代码找上级", listed=True),
        Field("from_on", "启用日期", Kind.DATE),
        Field("until_on", "撤销日期", Kind.DATE, help="从这一天起不再使用", listed=True),
        Field("last_edition", "最后收录的版本", help="已撤销的代码：最后一版 GB/T 2260，例如 GB/T 2260-2002"),
        Field("successor", "现行代码", Kind.REFERENCE, refers_to="region", help="撤销后归到哪里"),
    ),
)

UNIT = Ledger(
    "unit",
    "单位",
    title="name",
    identity=("key",),
    ended=("until_on",),
    fields=(
        Field("key", "单位代号", required=True, listed=True),
        Field("name", "单位名称", required=True, listed=True),
        REGION_FIELD,
        Field("parent", "上级单位", Kind.REFERENCE, refers_to="unit", listed=True),
        Field("from_on", "设立日期", Kind.DATE),
        Field("until_on", "撤销日期", Kind.DATE, help="从这一天起不再设"),
    ),
)
