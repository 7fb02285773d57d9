"""A county from SQLite to PostgreSQL, or back: every row copied, counted and compared; what was there stays."""

from typing import Any

from django.db import connections, transaction
from django.db.utils import OperationalError

from tenglong.core.errors import Refused

from . import copying
from .databases import COUNTY, migrate, opened
from .places import alone

THERE = "there"


class CannotMove(Refused):
    """The county cannot be moved there."""


def move(settings_of_target: dict[str, Any], *, each: copying.Each = lambda *_: None) -> dict[str, int]:
    """Copy the county into an empty database; gives how many rows of each table went over.

    Nobody may write meanwhile: on SQLite the write lock is held, on PostgreSQL the table every write adds to.
    """
    if _same(settings_of_target):
        raise CannotMove("没有搬：目标就是现在用的数据库。请写另一个地址。")
    with alone("搬迁"), opened(THERE, **settings_of_target):
        try:
            migrate(THERE)
        except OperationalError as problem:
            raise CannotMove(f"没有搬：目标数据库连不上（{str(problem).strip()}）。请查对地址、用户和密码。") from None
        if not copying.is_empty(THERE):
            raise CannotMove("没有搬：目标数据库里已经有一个县的数据。请用一个空的数据库。")
        with transaction.atomic(), transaction.atomic(using=THERE):
            _hold_writers()
            counts = copying.copy_rows(COUNTY, THERE, each=each)
            if lost := copying.differing(COUNTY, THERE):
                raise CannotMove(f"没有搬：表 {'、'.join(lost)} 到了那边不一样。原来的没有动，请报告这个问题。")
    return counts


def _hold_writers() -> None:
    """Every write adds a change-set. SQLite's transaction holds the write lock from its beginning."""
    if connections[COUNTY].vendor == "postgresql":
        with connections[COUNTY].cursor() as cursor:
            cursor.execute("LOCK TABLE audit_changeset IN EXCLUSIVE MODE")


def _same(there: dict[str, Any]) -> bool:
    here = connections[COUNTY].settings_dict
    return all(str(here.get(key) or "") == str(there.get(key) or "") for key in ("ENGINE", "NAME", "HOST", "PORT"))
