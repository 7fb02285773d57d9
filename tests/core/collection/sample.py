"""A collection with nothing in it but a rhythm."""

from tenglong.core.clocks import Unit
from tenglong.core.collection import Asks, Collection, Deadline
from tenglong.core.procedure import Owner


def monthly(every: str) -> Collection:
    """One that is asked so often."""
    return Collection(
        key="tally.stock",
        label="堆存月报",
        procedure="tally.answer",
        owner=Owner("officer"),
        asks=Asks.UNIT,
        every=every,
        due=Deadline(8, Unit.DAY, "未公布"),
        addressee="office",
        period="period",
        due_on="due_on",
        title="",
        signed="sign",
        merged="accept",
    )
