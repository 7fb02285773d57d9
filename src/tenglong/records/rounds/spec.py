"""What a round runs in: its template in the version it was opened under, the rows its formulas see."""

from dataclasses import dataclass
from functools import lru_cache

from tenglong.core.collection import Collection
from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Ledger
from tenglong.core.measure import Period, read_period
from tenglong.playbooks import Mechanism, answer_rows
from tenglong.records.cases.frames import Frame, frame
from tenglong.records.mechanisms.queries import NoSuchMechanism, find_current, list_current, version

from .models import Round

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Spec:
    """A template in one version of its mechanism. `answer` are the rows that its formulas see."""

    version_id: int
    mechanism: Mechanism
    collection: Collection
    frame: Frame
    answer: Ledger

    @property
    def filled(self) -> tuple[Field, ...]:
        """The fields that an addressee fills in, in order."""
        return tuple({field.key: field for step in self.frame.procedure.steps for field in step.fields}.values())


class NoSuchCollection(Refused):
    """No installed mechanism has that template."""


@lru_cache(maxsize=_KEPT)
def spec(version_id: int, key: str) -> Spec:
    """The template as that version has it."""
    mechanism = version(version_id)
    collection = mechanism.collections[key]
    used = frame(version_id, collection.procedure)
    return Spec(version_id, mechanism, collection, used, answer_rows(used.row))


def forget() -> None:
    """Forget every template, where the ids of versions begin again."""
    spec.cache_clear()


def spec_of(found: Round) -> Spec:
    """What a round runs in."""
    return spec(found.mechanism_id, found.collection)


def current_spec(key: str) -> Spec:
    """What a new round of that template runs in."""
    try:
        installed = find_current(key.partition(".")[0])
    except NoSuchMechanism:
        installed = None
    if installed and key in installed[1].collections:
        return spec(installed[0], key)
    raise NoSuchCollection(f"没有叫“{key}”的填报；请核对名称，或先安装它所在的机制。")


def list_collections() -> list[Spec]:
    """Every template that can be sent out now."""
    return [current_spec(key) for mechanism in list_current() for key in mechanism.collections]


def period_of_round(found: Round) -> Period:
    """The period that a round is of."""
    return read_period(found.period)
