"""Several mechanisms that refer to each other, loaded in the order in which they can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .load import HEAD, load_mechanism, read_folder
from .mechanism import County, Mechanism
from .problems import BadMechanism


@dataclass(slots=True)
class Loaded:
    """What came of the folders, by name: mechanisms in an order they can be installed in, and those that are bad."""

    mechanisms: dict[str, Mechanism] = field(default_factory=dict)
    bad: dict[str, BadMechanism] = field(default_factory=dict)


def find_folders(root: Path) -> dict[str, Path]:
    """Every folder of a mechanism under `root`, or `root` itself if it is one, by name."""
    if (root / HEAD).is_file():
        return {root.name: root}
    return {folder.name: folder for folder in sorted(root.iterdir()) if (folder / HEAD).is_file()}


def load_folders(folders: Mapping[str, Path], county: County) -> Loaded:
    """Load each, those first that others refer to. One that is bad keeps no other from being loaded."""
    loaded = Loaded()
    waiting = {name: read_folder(folder) for name, folder in folders.items()}
    progress = True
    while waiting and progress:
        progress = False
        for name, files in list(waiting.items()):
            others = {**county.others, **{one.key: one for one in loaded.mechanisms.values()}}
            missed = loaded.bad[name].waits_for if name in loaded.bad else None
            if missed is not None and not (missed and missed <= others.keys()):
                continue  # tried, and what it missed is not there yet
            progress = True
            try:
                loaded.mechanisms[name] = load_mechanism(files, replace(county, others=others))
            except BadMechanism as bad:
                loaded.bad[name] = bad
            else:
                loaded.bad.pop(name, None)
                del waiting[name]
    return loaded
