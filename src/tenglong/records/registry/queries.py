"""Reading the registry, always through the row filter. `on`: what holds on that day; periods are half-open."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.records.ledgers.pinyin import initials
from tenglong.records.people.models import Unit
from tenglong.records.people.rights import By, below, reads, within
from tenglong.records.regions.models import Region

from .bounds import Bounds, touching
from .models import Enterprise, Floor, Industry, Observation, Occupancy, Parcel, Past, Plant, Space, Term, Title

OTHER_NAMES = ("名称", "别名")
STATISTICS = "statistics"  # the confidence of what one enterprise reported
_MOST_SPELT = 500
_CODE = re.compile(r"(?=(?:[^0-9]*[0-9]){5})[0-9A-Za-z-]{6,}")  # at least five digits: no name and no initials


class NotFound(Refused):
    """The row is not there, or not for this person: the two are not told apart."""


def list_enterprises(by: By | None, *, search: str = "", order: str = "code") -> QuerySet[Enterprise]:
    """Enterprises by name, code or pinyin initials."""
    return _searched(Enterprise.objects.filter(within(by, enterprise="code")), search).order_by(order, "code")


def get_enterprise(by: By | None, code: str) -> Enterprise:
    """The enterprise with that credit code."""
    return _one(list_enterprises(by), code, "企业")


def list_related(by: By | None, code: str) -> QuerySet[Enterprise]:
    """The enterprises under one: of its group, and its branches."""
    under = (Enterprise.objects.filter(**{tie: code}).order_by().values("pk") for tie in ("parent", "branch_of"))
    return list_enterprises(by).filter(pk__in=next(under).union(*under))  # each by its own index


def get_names(by: By | None, codes: Iterable[str]) -> dict[str, str]:
    """The names of enterprises by code, as far as `by` sees them."""
    return dict(list_enterprises(by).filter(code__in=set(codes)).order_by().values_list("code", "name"))


def list_parcels(
    by: By | None, *, search: str = "", bounds: Bounds | None = None, on: date | None = None
) -> QuerySet[Parcel]:
    """Parcels by name, code or pinyin initials; `bounds` (west, south, east, north) keeps those that touch it.

    With `on` those that there are on that day: not what was parted or merged before, nor what comes of it later.
    """
    parcels = _searched(Parcel.objects.filter(within(by, enterprise=_used("pk"))), search)
    parcels = parcels.filter(stands(on)) if on else parcels
    return parcels if bounds is None else touching(parcels, bounds)


def get_parcel(by: By | None, code: str) -> Parcel:
    """The parcel with that code."""
    return _one(list_parcels(by), code, "地块")


def list_plants(by: By | None, *, parcel_code: str = "") -> QuerySet[Plant]:
    """Plants, all or those on one parcel."""
    plants = Plant.objects.filter(within(by, enterprise=_used("parcel"))).select_related("parcel")
    return plants.filter(parcel__code=parcel_code) if parcel_code else plants


def get_plant(by: By | None, code: str) -> Plant:
    """The plant with that code."""
    return _one(list_plants(by), code, "厂房")


def list_occupancies(
    by: By | None, *, parcel_code: str = "", enterprise_code: str = "", on: date | None = None
) -> QuerySet[Occupancy]:
    """Who uses what; with `on` what holds on that day. An enterprise also sees who uses the land it owns."""
    found = Occupancy.objects.filter(within(by, enterprise=_its_land)).select_related(
        "parcel", "plant", "space__plant", "enterprise", "let_by"
    )
    if parcel_code:
        found = found.filter(parcel__code=parcel_code)
    if enterprise_code:
        found = found.filter(enterprise__code=enterprise_code)
    return found.filter(holds(on)) if on else found


def list_observations(
    by: By | None, *, subject: str = "", enterprise_code: str = "", parcel_code: str = "", metric: str = ""
) -> QuerySet[Observation]:
    """Figures, by whatever is given; those of one enterprise are for who is let into single enterprises' statistics."""
    given = {"subject": subject, "enterprise_code": enterprise_code, "parcel_code": parcel_code, "metric": metric}
    found = list_summed_observations(by)
    if not reads(by, STATISTICS):
        found = found.filter(enterprise_code="").exclude(subject__startswith="enterprise:")
    return found.filter(**{field: value for field, value in given.items() if value})


def list_summed_observations(by: By | None) -> QuerySet[Observation]:
    """Figures to be summed, never shown: those of single enterprises among them."""
    return Observation.objects.filter(within(by, enterprise="enterprise_code"))


def list_units(by: By | None) -> QuerySet[Unit]:
    """The offices of the regions that `by` sees."""
    return Unit.objects.filter(within(by))


def list_floors(by: By | None, *, plant_code: str = "") -> QuerySet[Floor]:
    """Floors, all or those of one building, from the top down."""
    seen = within(by, region="plant__region_code", enterprise=_used("plant__parcel"))
    floors = Floor.objects.filter(seen).select_related("plant")
    return floors.filter(plant__code=plant_code).order_by("-storey") if plant_code else floors


def list_spaces(by: By | None, *, plant_code: str = "") -> QuerySet[Space]:
    """Spaces, all or those of one building."""
    seen = within(by, region="plant__region_code", enterprise=_used("plant__parcel"))
    spaces = Space.objects.filter(seen).select_related("plant", "floor")
    return spaces.filter(plant__code=plant_code) if plant_code else spaces


def list_titles(by: By | None, *, enterprise_code: str = "", on: date | None = None) -> QuerySet[Title]:
    """Titles and certificates; with `on` those valid on that day."""
    seen = within(by, region="enterprise__region_code", enterprise="enterprise__code")
    found = Title.objects.filter(seen).select_related("enterprise")
    if enterprise_code:
        found = found.filter(enterprise__code=enterprise_code)
    return found.filter(stands(on)) if on else found


def list_past(by: By | None, *, enterprise_code: str = "", parcel_code: str = "") -> QuerySet[Past]:
    """How enterprises and parcels stood before, and by which other names firms go."""
    of_firms = within(by, region="enterprise__region_code", enterprise="enterprise__code")
    of_land = within(by, region="parcel__region_code", enterprise=_used("parcel"))
    found = Past.objects.filter(of_firms | of_land).select_related("enterprise", "parcel")
    given = {"enterprise__code": enterprise_code, "parcel__code": parcel_code}
    return found.filter(**{lookup: code for lookup, code in given.items() if code})


def list_terms(by: By | None, *, parcel_code: str = "") -> QuerySet[Term]:
    """What contracts of parcels promise."""
    found = Term.objects.filter(within(by, region="parcel__region_code", enterprise=_used("parcel")))
    return found.filter(parcel__code=parcel_code) if parcel_code else found


def list_areas(_by: By | None) -> QuerySet[Region]:
    """Every region there is or was: codes and names are public."""
    return Region.objects.select_related("parent")


def list_industries(_by: By | None) -> QuerySet[Industry]:
    """The classes of industries of every edition: public."""
    return Industry.objects.all()


def search(by: By | None, words: str, *, most: int = 8) -> list[tuple[str, str, str]]:
    """(kind, code, name) of the enterprises and parcels that fit, at most so many of each kind."""
    if not words.strip():
        return []
    found: Iterable[tuple[str, QuerySet[Any]]] = (
        ("enterprise", list_enterprises(by, search=words)),
        ("parcel", list_parcels(by, search=words)),
    )
    return [(kind, row.code, row.name) for kind, rows in found for row in rows.only("code", "name")[:most]]


def holds(on: date) -> Q:
    """What an occupancy must satisfy to hold on that day."""
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def stands(on: date) -> Q:
    """The same where the first day may be unknown."""
    return (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def named_before(word: str) -> Q:
    """Enterprises of which a former or another name has the word; what can only be a code is no name."""
    if _CODE.fullmatch(word):
        return Q(pk__in=())
    names = Past.objects.filter(matter__in=OTHER_NAMES, value__icontains=word).order_by()
    return Q(pk__in=names.values("enterprise"))


def spelt(word: str) -> Q:
    """Regions by the initials of their names: a county has few, so that these are read and no column keeps them."""
    if not (word.isascii() and word.isalpha()):
        return Q(pk__in=())
    names = Region.objects.order_by().values_list("code", "name")
    return Q(code__in=[code for code, name in names if word.lower() in initials(name)][:_MOST_SPELT])


def _searched(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    for word in words.split():
        found = fits(word, "code", ("name", "pinyin"))
        rows = rows.filter(found | named_before(word) if rows.model is Enterprise else found)
    return rows


def fits(word: str, key: str, columns: Iterable[str]) -> Q:
    """One word of a search: a column has it, or the key begins so; what can only be a code asks the index alone."""
    begins = below(key, word) if word == word.upper() else below(key, word) | below(key, word.upper())
    if _CODE.fullmatch(word):
        return begins
    for column in columns:
        begins |= Q(**{f"{column}__contains": word.lower()} if column == "pinyin" else {f"{column}__icontains": word})
    return begins


def _one(rows: QuerySet[Any], code: str, what: str) -> Any:
    found: Model | None = rows.filter(code=code).first()
    if found is None:
        raise NotFound(f"没有找到{what} {code}：没有登记，或不在您的数据范围内。请查对编号，或请有权限的同事查看。")
    return found


def _used(lookup: str) -> Any:
    """The land that an enterprise has ever used."""
    return lambda code: Q(**{f"{lookup}__in": Occupancy.objects.filter(enterprise__code=code).values("parcel")})


def _its_land(code: str) -> Q:
    """What an enterprise uses, and who uses the land that it owns."""
    owned = Occupancy.objects.filter(enterprise__code=code, tenure=Occupancy.Tenure.OWN)
    return Q(enterprise__code=code) | Q(parcel__in=owned.values("parcel"))
