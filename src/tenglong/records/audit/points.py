"""Named points of long writes. A test ends the process at one of them and looks whether what is left is whole."""

import os
from collections import Counter

_WANTED = os.environ.get("TENGLONG_END_AT", "")  # name:occurrence
_reached: Counter[str] = Counter()


def reached(name: str) -> None:
    """The work stands at the point with that name."""
    if not _WANTED:
        return
    _reached[name] += 1
    if f"{name}:{_reached[name]}" == _WANTED:
        os._exit(99)
