"""The mechanisms of a folder, for the commands that read them without installing."""

from pathlib import Path

from django.conf import settings

from tenglong.cli.disk import read_file
from tenglong.core.errors import Refused
from tenglong.playbooks import County, Loaded, find_folders, load_confidences, load_folders, load_roles
from tenglong.records.registry.kinds import KINDS

ROLES = "roles.yaml"


def load_around(folder: Path) -> tuple[Loaded, list[str]]:
    """What the mechanisms of a folder become, with the names asked for: all of them, or the one that it is.

    One mechanism is loaded together with its neighbours, because it may refer to them.
    """
    if not folder.is_dir():
        raise Refused(f"{folder} 不是文件夹。请写机制的文件夹，或放着几个机制的文件夹。")
    asked = find_folders(folder.resolve())
    if not asked:
        raise Refused(f"{folder} 里没有机制（有 mechanism.yaml 的文件夹）。")
    alone = asked.get(folder.resolve().name) == folder.resolve()
    root = folder.resolve().parent if alone else folder.resolve()
    text = _roles_text(root)
    county = County(load_roles(text), KINDS, confidences=load_confidences(text))
    return load_folders(find_folders(root), county), list(asked)


def _roles_text(root: Path) -> str:
    """The roles beside the mechanisms; the county's own if there are none."""
    beside = root / ROLES
    return read_file(beside if beside.is_file() else settings.MECHANISMS_ROOT / ROLES, doing="检查").decode()
