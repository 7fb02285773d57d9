"""Personal values where they leave the program: masked or left out, unless a right and a reason are given."""

from .rights import By, can

SHORTEST_REASON = 4


def in_full(by: By | None, reason: str) -> bool:
    """Whether personal values may leave in full: the right to it, and a reason of a few words that is kept."""
    return len(reason.strip()) >= SHORTEST_REASON and can(by, "export_personal")
