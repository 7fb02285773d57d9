"""Seals committed change-sets, one after the other, by one sealer at a time.

On PostgreSQL change-sets are not committed in the order of their ids, and ids of what was rolled back are missing for
good. So the sealer does not count: it seals what it sees and has not sealed yet. Each run looks at the newest ids;
a run over the whole, at start-up and every hour, finds what a transaction longer than that has left behind.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from .models import ChangeSet, Seal
from .points import reached
from .sealed_text import FIRST, digest_over, texts_of
from .turns import my_turn

_PIECE = 500
_WINDOW = 20_000  # ids below the newest sealed that every run looks at


def seal(*, at: datetime, whole: bool = False) -> int:
    """Seal all that is committed and not sealed yet, in pieces; gives how many. `at` is the moment of sealing."""
    above = 0 if whole else (Seal.objects.aggregate(newest=Max("change_set"))["newest"] or 0) - _WINDOW
    sealed = 0
    while ids := list(unsealed(above)[:_PIECE]):
        done = _seal_piece(ids, at)
        if not done:  # another sealer was quicker: what it left is the next run's
            break
        sealed, above = sealed + done, ids[-1]
    return sealed


def unsealed(above: int = 0) -> QuerySet[ChangeSet, int]:
    """Ids of change-sets that have no seal, in their order."""
    return ChangeSet.objects.filter(pk__gt=above, seal=None).order_by("pk").values_list("pk", flat=True)


def head(database: str = "default") -> Seal | None:
    """The newest seal; `database` is another than the county's own where a copy of it is looked at."""
    return Seal.objects.using(database).order_by("-number").first()


def _seal_piece(ids: list[int], at: datetime) -> int:
    before = head()
    number, digest = (before.number, before.digest) if before else (0, FIRST)
    seals = []
    for pk, _, lines in texts_of(ids):  # computed before the lock is taken
        number, digest = number + 1, digest_over(digest, lines)
        seals.append(Seal(number=number, change_set_id=pk, digest=digest, at=at))
    try:
        with my_turn(), transaction.atomic():
            if head() != before:
                return 0
            Seal.objects.bulk_create(seals)
            reached("seal.write")
    except IntegrityError:
        return 0
    reached("seal.written")
    return len(seals)
