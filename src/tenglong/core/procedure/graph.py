"""What comes before and after a step."""

from collections.abc import Iterable, Mapping

from .model import Procedure


def predecessors(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """For each step the steps right before it, as far as they exist."""
    known = {step.key for step in procedure.steps}
    return {step.key: tuple(key for key in step.after if key in known) for step in procedure.steps}


def successors(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """For each step the steps right after it."""
    return {
        step.key: tuple(other.key for other in procedure.steps if step.key in other.after) for step in procedure.steps
    }


def reached(from_: Iterable[str], next_: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every step reached from those steps by `next_`, themselves only if a way leads back to them."""
    found: set[str] = set()
    todo = [key for start in from_ for key in next_[start]]
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo.extend(next_[key])
    return frozenset(found)
