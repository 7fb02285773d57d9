"""What a person sees and may do, in words: the permission table that an auditor asks for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tenglong.playbooks import Role
from tenglong.records.people.actions import role_label
from tenglong.records.people.rights import By, confidences, right_word, roles
from tenglong.records.regions.queries import list_regions

SEES = {
    "region": "区域内的全部",
    "unit": "区域内本单位经办的，和登记的企业、地块",
    "own": "本企业的",
    "listed": "可供的空间",
    "none": "不看台账",
}
COLUMNS = ("登录名", "姓名", "单位", "状态", "岗位", "范围", "看到哪些", "可以做", "能看的保密内容", "到期")


@dataclass(frozen=True, slots=True)
class Reach:
    """One role of a person: where it holds, what it shows, what it lets do."""

    pk: int
    role: str
    place: str
    sees: str
    may: tuple[str, ...]
    reads: tuple[str, ...]
    second_factor: bool
    until_on: date | None


def reach_of(person: By) -> list[Reach]:
    """Every role of a person."""
    return reaches([person])[person.pk]


def reaches(people: Iterable[By]) -> dict[int, list[Reach]]:
    """The roles of several people, by the person's id."""
    people = list(people)
    codes = {grant.region_code for person in people for grant in person.grants.all()}
    places = dict(list_regions().filter(code__in=codes).values_list("code", "name"))
    return {person.pk: [_reach(grant, places) for grant in person.grants.all()] for person in people}


def role_rows() -> list[tuple[Role, Reach]]:
    """Every role there is, with what it shows and lets do."""
    return [(role, _of_role(role)) for role in roles().values()]


def table(people: Iterable[By]) -> list[list[object]]:
    """The permission table: a row for each role of each person, one for whoever has none."""
    people, rows = list(people), []
    held = reaches(people)
    for person in people:
        who = [
            person.login,
            person.name,
            person.unit.name if person.unit else "",
            "在用" if person.is_active else "停用",
        ]
        for one in held[person.pk] or [None]:
            said = (
                [one.role, one.place, one.sees, "、".join(one.may), "、".join(one.reads), one.until_on] if one else []
            )
            rows.append(who + (said or ["没有岗位", "", "", "", "", None]))
    return rows


def _reach(grant: object, places: dict[str, str]) -> Reach:
    role = roles().get(grant.role)
    place = f"{places.get(grant.region_code, '')} {grant.region_code}".strip() or grant.enterprise_code
    of_role = _of_role(role) if role else Reach(0, role_label(grant), "", SEES["none"], (), (), False, None)
    return replace(of_role, pk=grant.pk, place=place, until_on=grant.until_on)


def _of_role(role: Role) -> Reach:
    labels = confidences()
    may = tuple(right_word(right) for right in sorted(role.may))
    reads = tuple(labels[key].label for key in labels if key in role.reads)
    return Reach(0, role.label, "", SEES[role.sees], may, reads, role.second_factor, None)
