"""Installing mechanisms: every text that ever ran is kept, because running cases stay on their version."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.playbooks import Mechanism, load_folders, load_mechanism, read_folder
from tenglong.records.audit.actions import actor_text, change_set
from tenglong.records.people.rights import check_may

from .models import MechanismVersion
from .queries import county, current_ids, forget_asked


def digest(files: Mapping[str, str]) -> str:
    """One hash for the same texts under the same names."""
    return hashlib.sha256(json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Overtaken(Refused):
    """Somebody else installed a version after the one that was changed."""


def install_mechanism(
    *, files: Mapping[str, str], by: Any, at: datetime, instead_of: int | None = None
) -> MechanismVersion:
    """Check a mechanism's texts and make them the version that new cases begin under. The same texts change nothing.

    `instead_of` is the number of the version that the texts were made from: if another is current, Overtaken.
    """
    check_may(by, "install")
    others = current_ids()
    return _keep(load_mechanism(files, county(others)), files, others, by=by, at=at, instead_of=instead_of)


def _keep(
    mechanism: Mechanism,
    files: Mapping[str, str],
    others: Mapping[str, int],
    *,
    by: Any,
    at: datetime,
    instead_of: int | None = None,
) -> MechanismVersion:
    sha256 = digest(files)
    versions = MechanismVersion.objects.filter(key=mechanism.key)
    if same := versions.filter(current=True, sha256=sha256).first():
        return same
    summary = f"安装机制 {mechanism.title}"
    with change_set(by=by, at=at, action="mechanisms.install_mechanism", summary=summary) as trail:
        _check_not_overtaken(versions.filter(current=True).first(), instead_of)
        number = versions.count() + 1
        versions.filter(current=True).update(current=False)
        version = MechanismVersion.objects.create(
            key=mechanism.key,
            number=number,
            sha256=sha256,
            files=dict(files),
            others=dict(others),
            installed_at=at,
            by=actor_text(by),
        )
        trail.created("mechanism", f"{mechanism.key}/{number}", {"sha256": sha256, "files": sorted(files)})
    forget_asked()
    return version


def _check_not_overtaken(current: MechanismVersion | None, instead_of: int | None) -> None:
    if current is not None and instead_of not in (None, current.number):
        raise Overtaken(
            f"没有安装：您改的是第 {instead_of} 版，{current.by} "
            f"已于 {china_time(current.installed_at):%Y-%m-%d %H:%M} "
            f"安装了第 {current.number} 版。请先看第 {current.number} 版，再把您的改动做在它上面。"
        )


def install_folders(*, folders: Mapping[str, Path], by: Any, at: datetime) -> list[MechanismVersion]:
    """Install several mechanisms by the names of their folders, those first that others refer to.

    BadMechanism, with nothing installed, when one cannot be loaded.
    """
    check_may(by, "install")
    loaded = load_folders(folders, county())
    for bad in loaded.bad.values():
        raise bad
    return [
        _keep(mechanism, read_folder(folders[name]), current_ids(), by=by, at=at)
        for name, mechanism in loaded.mechanisms.items()
    ]
