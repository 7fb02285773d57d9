"""The county's roles, and the confidences that its fields may be kept in."""

from collections.abc import Collection, Mapping

from .mechanism import INSIDE, Confidence, Role
from .problems import BadMechanism
from .read import Part, Reading, read_format
from .text import Place, read_text

SEES = ("region", "unit", "own", "listed", "none")
RIGHTS = (
    "open_rows",
    "register",
    "import",
    "undo_import",
    "attach",
    "score",
    "export_personal",
    "audit",
    "erase",
    "operate",
    "install",
)
_INSIDERS = ("region", "unit")


def load_roles(text: str, file: str = "roles.yaml") -> dict[str, Role]:
    """Roles by key. BadMechanism has every problem."""
    reading, roles = Reading(), {}
    if (root := _root(reading, file, text)) is not None:
        known = _confidences(root)
        roles = {key: _role(Part(root.reading, "role", node), key, known) for key, _, node in root.named("roles")}
    if reading.problems:
        raise BadMechanism(reading.problems)
    return roles


def load_confidences(text: str, file: str = "roles.yaml") -> Mapping[str, Confidence]:
    """The confidences that the roles' file declares, by key; `inside` is always one."""
    reading = Reading()
    root = _root(reading, file, text)
    found = _confidences(root) if root is not None else {}
    if reading.problems:
        raise BadMechanism(reading.problems)
    return found


def _root(reading: Reading, file: str, text: str) -> Part | None:
    node = read_text(file, text, reading.problems)
    if node is None:
        return None
    part = Part(reading, "roles file", node)
    read_format(part)
    return part


def _confidences(root: Part) -> dict[str, Confidence]:
    found = {INSIDE: Confidence(INSIDE, "经办内部")}
    for key, _, node in root.named("confidences"):
        part = Part(root.reading, "confidence", node)
        found[key] = Confidence(key, part.text("label"), part.whole("sums_from"))
    return found


def _role(part: Part, key: str, confidences: Collection[str]) -> Role:
    may, reads = part.placed_texts("may"), part.placed_texts("reads")
    for right, place in may:
        _check_known(part.reading, "这项权限", right, place, RIGHTS)
    for word, place in reads:
        _check_known(part.reading, "这类保密内容", word, place, confidences)
    sees = part.choice("sees", {word: word for word in SEES}, "none")
    inside = frozenset({INSIDE}) if sees in _INSIDERS and not part.has("reads") else frozenset()
    return Role(
        key,
        part.text("label"),
        sees,
        frozenset(right for right, _ in may),
        frozenset(word for word, _ in reads) | inside,
        part.truth("second_factor"),
    )


def _check_known(reading: Reading, what: str, word: str, place: Place, known: Collection[str]) -> None:
    if word not in known:
        reading.unknown(place, f"没有“{word}”{what}。", word, known)
