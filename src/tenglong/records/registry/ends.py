"""What stands against a parcel's end, and against taking it back: asked of the apps above, which say so at start-up."""

from collections.abc import Callable, Collection

Found = Callable[[Collection[str], bool], dict[str, str]]

_asked: list[Found] = []


def register_use(find: Found) -> None:
    """Make known, at start-up, who uses parcels beside the registry.

    `find(codes, open_only)` gives in words, by code, what is still going on there, or what there ever was.
    """
    if find not in _asked:
        _asked.append(find)


def uses_elsewhere(codes: Collection[str], *, open_only: bool) -> dict[str, str]:
    """What goes on (else: ever went on) upon parcels, in words, by code."""
    found: dict[str, list[str]] = {}
    for find in _asked:
        for code, words in find(codes, open_only).items():
            found.setdefault(code, []).append(words)
    return {code: "、".join(words) for code, words in found.items()}
