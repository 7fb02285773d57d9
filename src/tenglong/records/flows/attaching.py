"""Where a document belongs that is attached to a case, a plot or an enterprise."""

from datetime import datetime

from tenglong.records.cases.queries import get_case
from tenglong.records.files.actions import CannotAttach
from tenglong.records.people.rights import By
from tenglong.records.registry.queries import get_enterprise, get_parcel

_OF_CASE = ("region_code", "unit_key", "parcel_code", "enterprise_code")


def ties_of(by: By, subject: str, at: datetime) -> dict[str, str]:
    """The ties of a subject `<kind>:<key>`, as `attach_evidence` takes them; refuses what the person may not see."""
    kind, _, key = subject.partition(":")
    if kind == "case":
        case = get_case(by, key, at=at).case
        return {name: getattr(case, name) for name in _OF_CASE}
    if kind == "parcel":
        return {"parcel_code": key, "region_code": get_parcel(by, key).region_code}
    if kind == "enterprise":
        return {"enterprise_code": key, "region_code": get_enterprise(by, key).region_code}
    raise CannotAttach("材料没有上传：看不出属于哪件事。请从办件、地块或企业的页面上传。")
