"""What stands around every page: the loop with what is open in each station, and who is signed in."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tenglong.playbooks import STATIONS, Mechanism
from tenglong.records.cases.queries import count_by_station
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import can, roles, roles_of, scopes

from .place import procedure_url

FIXED = {"评价": "scores", "空间": "plots", "成长": "growth"}  # stations that have a page without any mechanism
DESIGNED = {"项目": (("projects", "projects.deliver", "项目清单"),)}  # pages made for a procedure, once it is installed


@dataclass(frozen=True, slots=True)
class Station:
    """One of the nine; `url` empty: nothing is installed for it."""

    name: str
    label: str
    url: str
    open: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a station."""

    label: str
    url: str
    here: bool


class Frame:
    """Computed when the template asks: a piece of a page has no frame."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO

    @cached_property
    def mechanisms(self) -> tuple[Mechanism, ...]:
        return list_current()

    @cached_property
    def scopes(self) -> frozenset[str]:
        return scopes(self.request.user)

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        if not self.scopes:
            return ()
        if self.scopes == {"listed"}:
            return (Station("空间", _("空间"), reverse("offers"), 0),)
        counts = count_by_station(self.request.user)
        return tuple(Station(name, _(name), self._url(name), counts.get(name, 0)) for name in STATIONS)

    @cached_property
    def roles(self) -> list[str]:
        return [roles()[key].label for key in sorted(roles_of(self.request.user))]

    @cached_property
    def data(self) -> list[Tab]:
        """Where what the county knows is kept, comes in and goes out."""
        if self.scopes <= {"listed"}:
            return []
        links = [Tab(_("台账"), reverse("registers"), False), Tab(_("企业"), reverse("enterprises"), False)]
        if can(self.request.user, "import"):
            links += [Tab(_("导入"), reverse("imports"), False), Tab(_("名册比对"), reverse("rolls"), False)]
        if can(self.request.user, "open_rows"):
            links += [Tab(_("分发汇总"), reverse("rounds"), False), Tab(_("报告"), reverse("reports"), False)]
        return [*links, Tab(_("现场"), reverse("field"), False)]

    @cached_property
    def control(self) -> list[Tab]:
        """What administrators and auditors look after."""
        pages = (
            ("install", _("机构人员"), "people"),
            ("install", _("机制"), "mechanisms"),
            ("audit", _("变更历史"), "changes"),
            ("operate", _("运行情况"), "operations"),
        )
        return [Tab(label, reverse(name), False) for right, label, name in pages if can(self.request.user, right)]

    def _url(self, station: str) -> str:
        if station in FIXED:
            return reverse(FIXED[station])
        for name, procedure, _label in DESIGNED.get(station, ()):
            if procedure in dict(station_procedures(self.mechanisms, station)):
                return reverse(name)
        for key, _label in station_matches(self.mechanisms, station):
            return procedure_url("match", key)
        keys = station_procedures(self.mechanisms, station)
        return procedure_url("cases", keys[0][0]) if keys else ""


def frame(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    return {"frame": Frame(request)}


def station_procedures(mechanisms: tuple[Mechanism, ...], station: str) -> list[tuple[str, str]]:
    """Key and label of the procedures of a station."""
    return [(key, p.label) for m in mechanisms for key, p in m.procedures.items() if p.station == station]


def station_matches(mechanisms: tuple[Mechanism, ...], station: str) -> list[tuple[str, str]]:
    """Key and label of the matches of a station."""
    return [(key, match.label) for m in mechanisms for key, match in m.matches.items() if match.station == station]


def tabs(station: str, here: str) -> list[Tab]:
    """The pages of a station; `here` is the name of the address or the key of the procedure or match."""
    fixed = {
        "评价": (("scores", _("综合评价")), ("numbers", _("数字")), ("enterprises", _("企业"))),
        "空间": (("plots", _("地块")), ("map", _("地图")), ("offers", _("可供空间"))),
        "成长": (("growth", _("指标")), ("enterprises", _("企业"))),
    }
    pages = [Tab(label, reverse(name), name == here) for name, label in fixed.get(station, ())]
    installed = dict(station_procedures(list_current(), station))
    pages += [
        Tab(_(label), reverse(name), name == here) for name, key, label in DESIGNED.get(station, ()) if key in installed
    ]
    pages += [
        Tab(label, procedure_url("match", key), key == here) for key, label in station_matches(list_current(), station)
    ]
    pages += [
        Tab(label, procedure_url("cases", key), key == here)
        for key, label in station_procedures(list_current(), station)
    ]
    return pages if len(pages) > 1 else []
