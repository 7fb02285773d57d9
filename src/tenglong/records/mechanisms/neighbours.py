"""The installed mechanisms that refer to another: what would no longer hold for them."""

from collections.abc import Iterator
from dataclasses import replace

from tenglong.playbooks import BadMechanism, County, Mechanism, load_mechanism

from .models import MechanismVersion
from .queries import county


def broken_by(mechanism: Mechanism) -> dict[str, str]:
    """By title of a mechanism that refers to this one: the first thing that does not hold once this one is so."""
    around = county()
    others = replace(around, others={**around.others, mechanism.key: mechanism})
    return dict(_broken(mechanism, others))


def _broken(mechanism: Mechanism, around: County) -> Iterator[tuple[str, str]]:
    for version in MechanismVersion.objects.filter(current=True).exclude(key=mechanism.key).order_by("key"):
        if any(f"{mechanism.key}." in text for text in version.files.values()):
            try:
                load_mechanism(version.files, around)
            except BadMechanism as bad:
                yield around.others[version.key].title, bad.problems[0].message
