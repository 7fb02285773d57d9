"""Who asks, and how far that reaches."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from tenglong.records.people.rights import roles

from .doors import answers, door

router = Router(tags=["自己"])


class GrantOut(Schema):
    """A role, and where it is held."""

    role: str = Field(examples=["zone_officer"])
    label: str
    region_code: str
    enterprise_code: str


class Me(Schema):
    """The person, the key if one is used, the roles that are left of theirs."""

    login: str
    name: str
    key: str | None
    scopes: list[str] | None
    expires_on: str | None
    roles: list[GrantOut]


@router.get("/me", **door("read"), response=answers(Me), summary="我是谁")
def me(request: HttpRequest) -> object:
    """用的是谁的身份、哪把钥匙、有哪些权限、在什么范围。"""
    by, key, known = request.auth, request.api_key, roles()
    held = [
        GrantOut(
            role=grant.role,
            label=known[grant.role].label,
            region_code=grant.region_code,
            enterprise_code=grant.enterprise_code,
        )
        for grant in by.grants.all()
        if grant.role in known
    ]
    of_key = {"key": key and key.prefix, "scopes": key and key.scopes, "expires_on": key and str(key.expires_on)}
    return Me(login=by.login, name=by.name, roles=held, **of_key)
