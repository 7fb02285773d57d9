"""From a case to the matches that its row takes part in."""

from dataclasses import dataclass

from tenglong.core.matching import On
from tenglong.records.cases.queries import CaseView
from tenglong.records.matches.queries import list_matches
from tenglong.records.people.rights import By, scopes
from tenglong.web.place import procedure_url


@dataclass(frozen=True, slots=True)
class Link:
    """A match, asked for this row."""

    label: str
    url: str


def match_links(by: By, view: CaseView) -> list[Link]:
    """None for a case that is over, or for who sees only what is on offer."""
    if not view.open_steps or scopes(by) <= {"listed"}:
        return []
    key = view.procedure.key
    return [
        Link(match.label, f"{procedure_url('match', match.key)}?{on}={view.case.number}")
        for match in list_matches(over=key)
        for on, side in ((on, match.side(on)) for on in On)
        if side.over == key
    ]
