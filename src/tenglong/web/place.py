"""Where screens are: the addresses that papers say too, those of a procedure's screens, its mechanism and station."""

from dataclasses import dataclass

from django.urls import reverse

from tenglong.core.procedure import Procedure
from tenglong.playbooks import Mechanism
from tenglong.records.mechanisms.queries import current
from tenglong.reports.links import case_url, number_url, row_url
from tenglong.web.asked import NoSuchPlace

__all__ = ["Place", "case_url", "get_place", "number_url", "own_page", "procedure_url", "row_url"]

OWN_PAGES = {"projects.deliver": "project"}  # procedures whose cases also have a page made for them


@dataclass(frozen=True, slots=True)
class Place:
    """A procedure in its present version."""

    mechanism: Mechanism
    procedure: Procedure

    @property
    def key(self) -> str:
        return self.procedure.key

    @property
    def list_url(self) -> str:
        return procedure_url("cases", self.key)

    @property
    def board_url(self) -> str:
        return procedure_url("board", self.key)

    @property
    def new_url(self) -> str:
        return procedure_url("new", self.key)


def get_place(mechanism: str, procedure: str) -> Place:
    """The procedure under that address."""
    found = current(mechanism)
    key = f"{mechanism}.{procedure}"
    if key not in found.procedures:
        raise NoSuchPlace(f"不能打开：机制“{found.title}”里没有办理流程“{procedure}”。请从上面的环节进入。")
    return Place(found, found.procedures[key])


def procedure_url(name: str, procedure: str) -> str:
    """The address of a screen of a procedure, by its qualified key."""
    return reverse(name, args=procedure.split(".", 1))


def own_page(procedure: str, number: str) -> str:
    """The address of the page designed for such cases; empty where there is none."""
    return reverse(OWN_PAGES[procedure], args=[number]) if procedure in OWN_PAGES else ""
