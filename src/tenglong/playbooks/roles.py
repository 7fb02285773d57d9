"""The county's roles."""

from .mechanism import Role
from .problems import BadMechanism
from .read import Part, Reading, read_format
from .text import Place, read_text

SEES = ("region", "unit", "own", "listed", "none")
RIGHTS = ("open_rows", "register", "import", "undo_import", "attach", "score", "audit", "erase", "operate", "install")


def load_roles(text: str, file: str = "roles.yaml") -> dict[str, Role]:
    """Roles by key. BadMechanism has every problem."""
    reading = Reading()
    root = read_text(file, text, reading.problems)
    roles: dict[str, Role] = {}
    if root is not None:
        part = Part(reading, "roles file", root)
        read_format(part)
        roles = {key: _role(Part(reading, "role", node), key) for key, _, node in part.named("roles")}
    if reading.problems:
        raise BadMechanism(reading.problems)
    return roles


def _role(part: Part, key: str) -> Role:
    may = part.placed_texts("may")
    for right, place in may:
        _check_right(part.reading, right, place)
    sees = part.choice("sees", {word: word for word in SEES}, "none")
    return Role(key, part.text("label"), sees, frozenset(right for right, _ in may))


def _check_right(reading: Reading, right: str, place: Place) -> None:
    if right not in RIGHTS:
        reading.unknown(place, f"没有“{right}”这项权限。", right, RIGHTS)
