"""Plays the stories of the county's mechanisms and prints every event with ✓ or ✗."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.playbooks import Mechanism, Story, find_folders
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows

TELLER = Program("故事")


def play_all(what: str, *, quiet: bool) -> int:
    """Play what is asked for, each story over the same empty county; 1 when something came out otherwise."""
    call_command("migrate", verbosity=0)
    at = datetime(2000, 1, 1, tzinfo=CHINA)  # before every story begins
    add_regions(rows=seed_rows(), by=TELLER, at=at)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=TELLER, at=at)
    stories = list(chosen(what))
    if not stories:
        names = "、".join(mechanism.key for mechanism in list_current())
        raise Refused(f"没有找到故事“{what}”，没有演；请写故事文件，或机制的名字（{names}）。")
    wrong = sum(tell(mechanism, story, at, quiet=quiet) for mechanism, story in stories)
    connection.close()
    print(f"演了 {len(stories)} 个故事，{f'{wrong} 处不符' if wrong else '都符合'}。")
    return int(bool(wrong))


def chosen(what: str) -> Iterator[tuple[Mechanism, Story]]:
    """The stories of a file or a mechanism, or all."""
    file = Path(what)
    for mechanism in list_current():
        for story in mechanism.stories:
            of_file = file.parent.parent.name == mechanism.key and file.stem == story.key
            if not what or what == mechanism.key or of_file:
                yield mechanism, story


def tell(mechanism: Mechanism, story: Story, at: datetime, *, quiet: bool) -> int:
    """Play one story and take everything back; gives how many events came out otherwise."""
    print(f"— {mechanism.title}：{story.title}（{story.source}）")
    wrong = 0
    with transaction.atomic():
        for played in play(story, cast(story, by=TELLER, at=at)):
            wrong += not played.ok
            if not (quiet and played.ok):
                mark = "✓" if played.ok else "✗"
                print(f"  {mark} {played.event.at:%Y-%m-%d %H:%M}  {played.words}（第 {played.event.line} 行）")
        transaction.set_rollback(True)
    return wrong
