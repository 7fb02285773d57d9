"""What a page says of an enterprise as of a day: how it stood, its names, whom it is tied to, what it was awarded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.records.people.rights import By
from tenglong.records.registry.as_of import values_held
from tenglong.records.registry.kinds import ENTERPRISE
from tenglong.records.registry.land import Holding
from tenglong.records.registry.queries import get_names, list_past, list_related, list_titles

NAMES = ("名称", "别名")
_STOOD = ("name", "status", "scale", "industry", "parent")


@dataclass(frozen=True, slots=True)
class Tie:
    """Another enterprise and what it is to this one."""

    word: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Firm:
    """`then`: facts by field key as they were on the day. `others` are former and other names, `past` all else."""

    then: dict[str, Any]
    differs: tuple[str, ...]
    others: tuple[Any, ...]
    past: tuple[Any, ...]
    ties: tuple[Tie, ...]
    titles: tuple[Any, ...]
    lapsed: tuple[Any, ...]


def firm_on(by: By, enterprise: Any, on: date) -> Firm:
    """How the enterprise stood on that day."""
    told = values_held("enterprise", [enterprise.code], on).get(enterprise.code, {})
    then = {field: told.get(field, getattr(enterprise, field)) for field in _STOOD}
    past = list(list_past(by, enterprise_code=enterprise.code).order_by("from_on", "until_on"))
    titles = list(list_titles(by, enterprise_code=enterprise.code).order_by("-from_on"))
    return Firm(
        then=then,
        differs=tuple(
            _difference(field, value) for field, value in told.items() if value != getattr(enterprise, field)
        ),
        others=tuple(one for one in past if one.matter in NAMES),
        past=tuple(one for one in past if one.matter not in NAMES),
        ties=tuple(_ties(by, enterprise, then["parent"])),
        titles=tuple(one for one in titles if _valid(one, on)),
        lapsed=tuple(one for one in titles if not _valid(one, on)),
    )


def land_words(holding: Holding) -> str:
    """The land under each rule in a line."""
    land = holding.land
    words = [f"证载 {_mu(land.owned_mu)}", f"实际占用 {_mu(land.actual_mu)}"]
    if holding.merged:
        words.append(f"合并 {_mu(holding.merged.area_mu)}（租户满 {holding.least_mu.normalize():f} 亩才单列）")
    if land.unclear_mu:
        words.append(f"待核 {_mu(land.unclear_mu)}：不清楚向谁租的，先算在产权人名下")
    return "，".join(words)


def _mu(area: Any) -> str:
    return f"{area.normalize():f} 亩"


def _difference(field: str, value: Any) -> str:
    return f"{ENTERPRISE.field(field).label} {value or '没有登记'}"


def _valid(title: Any, on: date) -> bool:
    return title.from_on <= on and (title.until_on is None or title.until_on > on)


def _ties(by: By, enterprise: Any, parent: str | None) -> Iterable[Tie]:
    above = [(word, code) for word, code in (("所属集团", parent), ("隶属企业", enterprise.branch_of)) if code]
    names = get_names(by, [code for _, code in above]) if above else {}
    yield from (Tie(word, code if code in names else "", names.get(code, code)) for word, code in above)
    for other in list_related(by, enterprise.code):
        yield Tie("分支机构" if other.branch_of == enterprise.code else "下属企业", other.code, other.name)
