"""Writing the registry: validated, within the person's region, audited. Values are by field key of `kinds.KINDS`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Model

from tenglong.core.ledger import Field
from tenglong.geo import Shape, read_polygon
from tenglong.records.audit.actions import change_set
from tenglong.records.ledgers.actions import CannotFill, check_entered
from tenglong.records.people.rights import By, check_may
from tenglong.records.regions.queries import get_region

from .checks import CannotRegister, check_code, check_not_told, check_period, check_positive, check_region, check_row
from .drawn import outline_columns
from .kinds import ENTERPRISE, KINDS
from .models import Enterprise, Observation, Occupancy, Parcel, Plant
from .queries import get_enterprise, get_parcel, get_plant, list_occupancies
from .room import without_room
from .snapshot import MODELS, values_of
from .tables import ENTERPRISES, OBSERVATIONS, TABLES


def register_enterprise(*, by: By, at: datetime, **values: Any) -> Enterprise:
    """Enter an enterprise."""
    entered = _entered("enterprise", values)
    entered["code"] = check_code(entered["code"])
    _check_place(by, entered, f"企业 {entered['name']} ")
    if Enterprise.objects.filter(code=entered["code"]).exists():
        raise CannotRegister(f"企业没有登记：代码 {entered['code']} 已经登记过。请打开该企业修改。")
    with change_set(
        by=by, at=at, action="registry.register_enterprise", summary=f"登记企业 {entered['name']}"
    ) as trail:
        ENTERPRISES.create([entered], trail)
    return Enterprise.objects.get(code=entered["code"])


def change_enterprise(*, code: str, by: By, at: datetime, **values: Any) -> Enterprise:
    """Change what is known of an enterprise; a value None empties its field. The credit code stays."""
    row = get_enterprise(by, code)
    check_may(by, "register", region=row.region_code)
    fields = tuple(field for field in ENTERPRISE.fields if field.key in values and field.key != "code")
    entered = _typed("enterprise", row.name, fields, values)
    if "region_code" in entered:
        _check_place(by, entered, row.name)
    with change_set(by=by, at=at, action="registry.change_enterprise", summary=f"修改企业 {row.name}") as trail:
        ENTERPRISES.change([(values_of("enterprise", row), entered)], trail)
    return Enterprise.objects.get(code=code)


def register_parcel(*, by: By, at: datetime, shape: Mapping[str, Any] | None = None, **values: Any) -> Parcel:
    """Enter a parcel; `shape` is a GeoJSON polygon in CGCS2000 (EPSG:4490)."""
    entered = _entered("parcel", values)
    _check_place(by, entered, f"地块 {entered['name']} ")
    check_positive(entered, ("area_mu", "面积"))
    _check_new(Parcel, entered["code"], "地块")
    return _create(Parcel, "parcel", entered, _shape_columns(shape), by=by, at=at)


def draw_parcel(*, code: str, shape: Mapping[str, Any] | Shape, by: By, at: datetime) -> Parcel:
    """Give a parcel its outline, or a better one: in CGCS2000 (EPSG:4490), GeoJSON or read already. Its area stays."""
    row = get_parcel(by, code)
    check_may(by, "register", region=row.region_code)
    columns = outline_columns(read_polygon(shape) if isinstance(shape, Mapping) else shape)
    before = {"shape": bytes(row.shape or b"")}
    with change_set(by=by, at=at, action="registry.draw_parcel", summary=f"勾画地块 {row.name}") as trail:
        Parcel.objects.filter(pk=row.pk).update(version=F("version") + 1, **columns)
        trail.changed("parcel", code, before, {"shape": columns["shape"]})
    return get_parcel(by, code)


def register_plant(*, by: By, at: datetime, **values: Any) -> Plant:
    """Enter a building on a parcel, by the parcel's code; its region is the parcel's."""
    entered = _entered("plant", values)
    parcel = get_parcel(by, entered["parcel"])
    check_may(by, "register", region=parcel.region_code)
    check_positive(entered, ("floor_area_sqm", "建筑面积"))
    _check_new(Plant, entered["code"], "厂房")
    return _create(Plant, "plant", entered, {}, by=by, at=at)


def begin_occupancy(
    *,
    parcel: str,
    enterprise: str,
    tenure: str,
    area_mu: Decimal,
    from_on: date,
    source: str,
    plant: str | None = None,
    space: str | None = None,
    let_by: str | None = None,
    floor_area_sqm: Decimal | None = None,
    until_on: date | None = None,
    by: By,
    at: datetime,
) -> Occupancy:
    """An enterprise begins to use land; it and what it uses by code, `tenure` is 自有 or 租用."""
    given = {"parcel": parcel, "enterprise": enterprise, "tenure": tenure, "area_mu": area_mu, "from_on": from_on}
    given |= {"plant": plant, "space": space, "let_by": let_by, "floor_area_sqm": floor_area_sqm, "until_on": until_on}
    entered = _entered("occupancy", {**given, "source": source})
    land, firm = get_parcel(by, parcel), get_enterprise(by, enterprise)
    if plant:
        get_plant(by, plant)
    check_may(by, "register", region=land.region_code)
    with change_set(
        by=by, at=at, action="registry.begin_occupancy", summary=f"{firm.name}开始使用{land.name}"
    ) as trail:
        Parcel.objects.select_for_update().get(pk=land.pk)
        check_not_told(land, firm, entered["tenure"], entered["from_on"], space)
        check_row("occupancy", "用地", entered, at)
        TABLES["occupancy"].create([entered], trail)
    return Occupancy.objects.get(key=TABLES["occupancy"].key_of(entered))


def end_occupancies(*, parcel: str, on: date, enterprise: str | None = None, by: By, at: datetime) -> int:
    """From that day on nobody uses the parcel any more, or that enterprise does not. Gives how many ended."""
    land = get_parcel(by, parcel)
    check_may(by, "register", region=land.region_code)
    rows = list_occupancies(by, parcel_code=parcel, enterprise_code=enterprise or "", on=on).filter(from_on__lt=on)
    with change_set(by=by, at=at, action="registry.end_occupancies", summary=f"{land.name}用地截止 {on}") as trail:
        ended = TABLES["occupancy"].find(list(rows.values_list("key", flat=True)))
        TABLES["occupancy"].change([(values, {"until_on": on}) for values in ended.values()], trail)
    return len(ended)


def record_observation(
    *,
    subject: str,
    metric: str,
    period: str,
    value: Decimal | None,
    unit: str,
    source: str,
    nature: str = "",
    basis: str = "",
    region_code: str = "",
    enterprise_code: str = "",
    parcel_code: str = "",
    by: By,
    at: datetime,
) -> Observation:
    """Enter a figure that somebody reported, or change it.

    Without `region_code` the area that keeps it is the subject's own: a region, an enterprise, a parcel.
    """
    about = _about(by, subject)
    given = {"region_code": region_code, "enterprise_code": enterprise_code, "parcel_code": parcel_code}
    told = {key: given[key] or about.get(key) for key in given}
    figure = {"subject": subject, "metric": metric, "period": period, "value": value, "unit": unit, "source": source}
    entered = _entered("observation", {**figure, "nature": nature, "basis": basis, **told})
    _check_place(by, entered, f"数据 {metric} ")
    check_period(entered.get("period") or "")
    key = OBSERVATIONS.key_of(entered)
    with change_set(by=by, at=at, action="registry.record_observation", summary=f"登记数据 {metric}") as trail:
        before = OBSERVATIONS.find([key]).get(key)
        if before is None:
            OBSERVATIONS.create([entered], trail)
        else:
            check_may(by, "register", region=before["region_code"])
            OBSERVATIONS.change([(before, entered)], trail)
    return Observation.objects.get(key=key)


def _entered(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values of every field that was given."""
    ledger = KINDS[kind]
    if unknown := values.keys() - {field.key for field in ledger.fields}:
        raise TypeError(f"{kind} has no field {', '.join(sorted(unknown))}")
    return _typed(kind, ledger.label, ledger.fields, values)


def _typed(kind: str, what: str, fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    entered = check_entered(what, fields, values)
    if lost := without_room(MODELS[kind], entered):
        label = KINDS[kind].field
        raise CannotFill(what, {key: f"{label(key).label}：写得太长，或数太大，登记簿里放不下。" for key in lost})
    return entered


def _check_place(by: By, entered: Mapping[str, Any], what: str) -> None:
    region = entered.get("region_code") or ""
    check_may(by, "register", region=region)
    check_region(region, what)


def _check_new(model: type[Model], code: str, what: str) -> None:
    if model._default_manager.filter(code=code).exists():
        raise CannotRegister(f"{what}没有登记：编号 {code} 已经登记过。请换一个编号，或打开原来的修改。")


def _create(
    model: type[Any], kind: str, entered: dict[str, Any], shape: dict[str, Any], *, by: By, at: datetime
) -> Any:
    label, rows = KINDS[kind].label, model.objects.filter(code=entered["code"])
    with change_set(
        by=by, at=at, action=f"registry.register_{kind}", summary=f"登记{label} {entered['name']}"
    ) as trail:
        TABLES[kind].create([{**entered, **shape}], trail)
    return rows.get()


def _shape_columns(shape: Mapping[str, Any] | None) -> dict[str, Any]:
    return {} if shape is None else outline_columns(read_polygon(shape))


def _about(by: By, subject: str) -> dict[str, str]:
    """What ties a figure to the registry, by its subject."""
    kind, _, rest = subject.partition(":")
    key = rest.partition("/")[0]
    if not key or kind not in {"region", "enterprise", "parcel", "zone", "project"}:
        raise CannotRegister(
            f"数据没有登记：对象“{subject}”看不懂。"
            "请写成 region:代码、enterprise:代码、parcel:代码、zone:名称或 project:名称。"
        )
    match kind:
        case "region":
            return {"region_code": get_region(key).code}
        case "enterprise":
            firm = get_enterprise(by, key)
            return {"region_code": firm.region_code, "enterprise_code": firm.code}
        case "parcel":
            land = get_parcel(by, key)
            return {"region_code": land.region_code, "parcel_code": land.code}
        case _:
            return {}
