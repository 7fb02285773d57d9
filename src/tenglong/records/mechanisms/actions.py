"""Installing mechanisms: every text that ever ran is kept, because running cases stay on their version."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tenglong.playbooks import load_folders, load_mechanism, read_folder
from tenglong.records.audit.actions import actor_text, change_set
from tenglong.records.people.rights import check_may

from .models import MechanismVersion
from .queries import county, current_ids, forget_asked


def digest(files: Mapping[str, str]) -> str:
    """One hash for the same texts under the same names."""
    return hashlib.sha256(json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def install_mechanism(*, files: Mapping[str, str], by: Any, at: datetime) -> MechanismVersion:
    """Check a mechanism's texts and make them the version that new cases begin under. The same texts change nothing."""
    check_may(by, "install")
    others = current_ids()
    mechanism = load_mechanism(files, county(others))
    sha256 = digest(files)
    versions = MechanismVersion.objects.filter(key=mechanism.key)
    if same := versions.filter(current=True, sha256=sha256).first():
        return same
    number = versions.count() + 1
    summary = f"安装机制 {mechanism.title} 第 {number} 版"
    with change_set(by=by, at=at, action="mechanisms.install_mechanism", summary=summary) as trail:
        versions.filter(current=True).update(current=False)
        version = MechanismVersion.objects.create(
            key=mechanism.key,
            number=number,
            sha256=sha256,
            files=dict(files),
            others=others,
            installed_at=at,
            by=actor_text(by),
        )
        trail.created("mechanism", f"{mechanism.key}/{number}", {"sha256": sha256, "files": sorted(files)})
    forget_asked()
    return version


def install_folders(*, folders: Mapping[str, Path], by: Any, at: datetime) -> list[MechanismVersion]:
    """Install several mechanisms by the names of their folders, those first that others refer to.

    BadMechanism, with nothing installed, when one cannot be loaded.
    """
    loaded = load_folders(folders, county())
    for bad in loaded.bad.values():
        raise bad
    return [install_mechanism(files=read_folder(folders[name]), by=by, at=at) for name in loaded.mechanisms]
