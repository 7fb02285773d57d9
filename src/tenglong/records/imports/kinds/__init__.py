"""What can be imported: one module per kind, columns → facts as data."""

from tenglong.core.errors import Refused

from .enterprises import ENTERPRISES
from .projects import PROJECTS
from .rollups import ROLLUPS
from .spec import ImportKind

IMPORTS = {kind.key: kind for kind in (ENTERPRISES, PROJECTS, ROLLUPS)}


class NoSuchKind(Refused):
    """Nothing of that kind is imported."""


def get_kind(key: str) -> ImportKind:
    """The kind with that key."""
    if key in IMPORTS:
        return IMPORTS[key]
    known = "、".join(f"{kind.key}（{kind.label}）" for kind in IMPORTS.values())
    raise NoSuchKind(f"不能导入“{key}”：没有这一种表。可选：{known}。")
