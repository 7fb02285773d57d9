"""Plays the stories of the county's mechanisms and says what came of every event."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tenglong.cli.migration import migrate
from tenglong.cli.tables import Row, show
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.playbooks import Mechanism, Story, find_folders
from tenglong.records.cases.lit import forget as forget_lit
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.ledgers.tables import forget as forget_tables
from tenglong.records.measures.queries import forget as forget_figures
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_current, list_stories
from tenglong.records.people.rights import Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows
from tenglong.records.scores.queries import forget as forget_trials
from tenglong.reports import say

TELLER = Program("故事")
COLUMNS = {"story": "故事", "line": "行", "at": "时间", "ok": "符合", "words": "结果"}


def play_all(what: str, *, quiet: bool, as_json: bool) -> int:
    """Play what is asked for, each story over the same empty county; 1 when something came out otherwise."""
    migrate()
    at = datetime(2000, 1, 1, tzinfo=CHINA)  # before every story begins
    add_regions(rows=seed_rows(), by=TELLER, at=at)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=TELLER, at=at)
    stories = list(chosen(what))
    if not stories:
        names = "、".join(mechanism.key for mechanism in list_current())
        raise Refused(f"没有找到故事“{what}”，没有演；请写故事文件，或机制的名字（{names}）。")
    rows: list[Row] = []
    for mechanism, story in stories:
        told = [row for row in tell(mechanism, story, at) if not (quiet and row["ok"])]
        rows += told
        if not as_json:
            show_story(mechanism, story, told)
    connection.close()
    wrong = sum(not row["ok"] for row in rows)
    if as_json:
        show(rows, COLUMNS, as_json=True)
    else:
        print(f"演了 {len(stories)} 个故事，{f'{wrong} 处不符' if wrong else '都符合'}。")
    return int(bool(wrong))


def chosen(what: str) -> Iterator[tuple[Mechanism, Story]]:
    """The stories of a file or a mechanism, or all."""
    file = Path(what)
    for mechanism, story in list_stories():
        told_in = settings.MECHANISMS_ROOT / mechanism.key / "stories" / f"{story.key}.yaml"
        if not what or what == mechanism.key or file.resolve() == told_in.resolve():
            yield mechanism, story


def tell(mechanism: Mechanism, story: Story, at: datetime) -> list[Row]:
    """Play one story and take everything back; gives what came of each event."""
    with transaction.atomic():
        rows = [
            {
                "story": f"{mechanism.key}/{story.key}",
                "line": played.event.line,
                "at": f"{played.event.at:%Y-%m-%d %H:%M}",
                "ok": played.ok,
                "words": played.words,
            }
            for played in play(story, cast(story, by=TELLER, at=at), draw=say)
        ]
        transaction.set_rollback(True)
    forget_figures()  # the numbers of change-sets begin again
    forget_tables()
    forget_lit()
    forget_trials()
    return rows


def show_story(mechanism: Mechanism, story: Story, rows: Iterable[Row]) -> None:
    """One story for people."""
    print(f"— {mechanism.title}：{story.title}（{story.source}）")
    for row in rows:
        print(f"  {'✓' if row['ok'] else '✗'} {row['at']}  {row['words']}（第 {row['line']} 行）")
