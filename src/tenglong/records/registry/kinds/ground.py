"""Parcels, what their contracts promise, the buildings on them, and who uses what."""

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.records.registry.models import Occupancy

from .given import NUMBER_FIELD, REGION_FIELD, SOURCE

PARCEL = Ledger(
    "parcel",
    "地块",
    title="name",
    identity=("code",),
    ended=("until_on",),
    fields=(
        Field("code", "地块编号", required=True, listed=True),
        Field("name", "地块名称", required=True, listed=True),
        REGION_FIELD,
        Field("area_mu", "面积", Kind.NUMBER, unit="亩", required=True, listed=True),
        Field("use", "用途", required=True, listed=True),
        Field("certificate", "不动产权证号"),
        Field("holder", "权利人", Kind.REFERENCE, refers_to="enterprise", listed=True),
        Field("supply", "供应方式", help="挂牌出让、协议出让、划拨等"),
        Field("contract", "合同编号", help="出让合同编号或电子监管号"),
        Field("signed_on", "合同签订日期", Kind.DATE, listed=True),
        Field("years", "使用年限", Kind.WHOLE, unit="年"),
        Field("price_wan", "成交价", Kind.NUMBER, unit="万元"),
        Field("hand_over_on", "约定交地日期", Kind.DATE),
        Field("start_by", "约定开工日期", Kind.DATE),
        Field("finish_by", "约定竣工日期", Kind.DATE),
        Field("location", "坐落"),
        Field("holder_name", "受让人", help="合同上写的名称，没有登记成企业的也写"),
        Field("industry", "行业分类"),
        Field("source", "来源", help="写在哪份文件、哪个系统或哪个网页"),
        Field("from_on", "启用日期", Kind.DATE, help="分割、合并而来的地块从哪天起有；一直有的留空"),
        Field("until_on", "注销日期", Kind.DATE, help="从这一天起没有这块地了：已分割、已合并", listed=True),
    ),
)

TERM = Ledger(
    "term",
    "标准地约定",
    title="indicator",
    identity=("parcel", "indicator", "signed_on"),
    fields=(
        NUMBER_FIELD,
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", required=True, listed=True),
        Field(
            "indicator", "约定指标", required=True, listed=True,
            help="固定资产投资强度、容积率、亩均税收、单位能耗标准、单位排放标准、研发投入占比等",
        ),
        Field("bound", "要求", Kind.CHOICE, choices=("不低于", "不高于"), required=True),
        Field("value", "约定值", Kind.NUMBER, required=True, listed=True, help="按“单位”计"),
        Field("unit", "单位", help="没有单位的留空，例如容积率", listed=True),
        Field("signed_on", "约定日期", Kind.DATE, required=True, help="合同或补充协议签订的日子", listed=True),
        Field("check_on", "复核日期", Kind.DATE, help="按约定哪一天对标验收", listed=True),
        SOURCE,
    ),
)  # fmt: skip

PLANT = Ledger(
    "plant",
    "厂房",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "厂房编号", required=True, listed=True),
        Field("name", "厂房名称", required=True, listed=True),
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", required=True, listed=True),
        REGION_FIELD,
        Field("floor_area_sqm", "建筑面积", Kind.NUMBER, unit="平方米", required=True, listed=True),
        Field("floors", "层数", Kind.WHOLE),
        Field("built_on", "竣工日期", Kind.DATE),
        Field("structure", "结构", help="钢结构、钢混等"),
        Field("certificate", "不动产权证号"),
    ),
)

_MEASURED = (
    Field("area_sqm", "面积", Kind.NUMBER, unit="平方米", required=True, listed=True),
    Field("height_m", "层高", Kind.NUMBER, unit="米", listed=True),
    Field("load_t_sqm", "荷载", Kind.NUMBER, unit="吨/平方米", listed=True),
    Field("power_kva", "配电容量", Kind.NUMBER, unit="千伏安", listed=True),
)

FLOOR = Ledger(
    "floor",
    "楼层",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "楼层编号", required=True, listed=True),
        Field("name", "楼层名称", required=True, listed=True),
        Field("plant", "厂房", Kind.REFERENCE, refers_to="plant", required=True, listed=True),
        Field("storey", "第几层", Kind.WHOLE, required=True, help="地下一层写 -1", listed=True),
        *_MEASURED,
    ),
)

SPACE = Ledger(
    "space",
    "空间",
    title="name",
    identity=("code",),
    fields=(
        Field("code", "空间编号", required=True, listed=True),
        Field("name", "空间名称", required=True, listed=True),
        Field("plant", "厂房", Kind.REFERENCE, refers_to="plant", required=True, listed=True),
        Field("floor", "楼层", Kind.REFERENCE, refers_to="floor", help="跨几层的留空", listed=True),
        *_MEASURED,
    ),
)

OCCUPANCY = Ledger(
    "occupancy",
    "用地",
    title="enterprise",
    identity=("parcel", "enterprise", "tenure", "from_on", "space"),
    fields=(
        NUMBER_FIELD,
        Field("parcel", "地块", Kind.REFERENCE, refers_to="parcel", required=True, listed=True),
        Field("plant", "厂房", Kind.REFERENCE, refers_to="plant"),
        Field("space", "空间", Kind.REFERENCE, refers_to="space"),
        Field("enterprise", "企业", Kind.REFERENCE, refers_to="enterprise", required=True, listed=True),
        Field("tenure", "使用方式", Kind.CHOICE, required=True, choices=tuple(Occupancy.Tenure.values), listed=True),
        Field(
            "let_by", "出租方", Kind.REFERENCE, refers_to="enterprise", help="租用的写谁出租；只有一个产权人的可留空"
        ),
        Field("area_mu", "面积", Kind.NUMBER, unit="亩", required=True, listed=True),
        Field("floor_area_sqm", "建筑面积", Kind.NUMBER, unit="平方米"),
        Field("from_on", "起始日期", Kind.DATE, required=True, listed=True),
        Field("until_on", "截止日期", Kind.DATE, help="从这一天起不再使用", listed=True),
        REGION_FIELD,
        SOURCE,
    ),
)

LAND = Ledger(
    "land",
    "企业用地口径",
    title="enterprise",
    identity=("enterprise",),
    fields=(
        Field("enterprise", "企业", Kind.REFERENCE, refers_to="enterprise", required=True, listed=True),
        REGION_FIELD,
        Field("owned_mu", "证载面积", Kind.NUMBER, unit="亩", help="自有用地的面积", listed=True),
        Field("rented_mu", "租入面积", Kind.NUMBER, unit="亩", listed=True),
        Field("let_mu", "租出面积", Kind.NUMBER, unit="亩", listed=True),
        Field("actual_mu", "实际用地面积", Kind.NUMBER, unit="亩", help="证载加租入，减租出", listed=True),
        Field("unclear_mu", "待核面积", Kind.NUMBER, unit="亩", help="租用，但不清楚向谁租的；先算在产权人名下"),
        Field("merged_mu", "合并用地面积", Kind.NUMBER, unit="亩", help="小租户并入产权人；并入的为 0", listed=True),
        Field("counted_with", "计入企业", Kind.REFERENCE, refers_to="enterprise", help="单列的是它自己", listed=True),
        Field("source", "来源", help="按哪一天登记的用地，怎么算的"),
    ),
)
