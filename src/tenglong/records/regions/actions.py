"""Writing regions."""

from collections.abc import Iterable
from datetime import datetime

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.people.rights import By, check_may

from .codes import level_of, parents_of
from .models import Region


class CannotAddRegion(Refused):
    """A region cannot be added."""


def add_regions(*, rows: Iterable[tuple[str, str]], by: By, at: datetime) -> int:
    """Add or rename regions by (code, name), a parent before or among them. Gives how many were added or renamed."""
    wanted = sorted(rows)
    for code, _ in wanted:
        check_may(by, "install", region=code)
    there = {region.code: region for region in Region.objects.all()}
    known = there.keys() | {code for code, _ in wanted}
    new = [_region(code, name, known) for code, name in wanted if code not in there]
    renamed = [(there[code], name) for code, name in wanted if code in there and there[code].name != name]
    if not new and not renamed:
        return 0
    summary = f"区划 {len(new)} 个新增、{len(renamed)} 个改名"
    with change_set(by=by, at=at, action="regions.add_regions", summary=summary) as trail:
        Region.objects.bulk_create(new)
        for region in new:
            trail.created("region", region.code, {"name": region.name, "level": region.level})
        for region, name in renamed:
            _rename(region, name, trail)
    return len(new) + len(renamed)


def _region(code: str, name: str, known: Iterable[str]) -> Region:
    if not code or not name.strip():
        raise CannotAddRegion(f"区划 {code or '（无代码）'} 没有加入：代码和名称都要填。")
    parent = next((parent for parent in parents_of(code) if parent in known), None)
    if parent is None and level_of(code) != "province":
        raise CannotAddRegion(f"区划 {code} {name} 没有加入：找不到上级 {parents_of(code)[0]}。请先加入上级区划。")
    return Region(code=code, name=name.strip(), level=level_of(code), parent_id=parent)


def _rename(region: Region, name: str, trail: Trail) -> None:
    trail.changed("region", region.code, {"name": region.name}, {"name": name})
    region.name = name
    region.save(update_fields=("name",))
