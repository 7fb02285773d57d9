"""Where a batch stands, and who may move it."""

from collections.abc import Iterable

from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By, check_may

from .models import Batch


def lock(batch: Batch) -> Batch:
    """The batch as it stands now, held until the transaction ends."""
    return Batch.objects.select_for_update().get(pk=batch.pk)


def set_status(batch: Batch, status: str, trail: Trail) -> None:
    """Move the batch on."""
    trail.changed("import", batch.pk, {"status": batch.status}, {"status": status})
    batch.status = status
    batch.save(update_fields=("status",))


def check_regions(by: By, right: str, regions: Iterable[str]) -> None:
    """The person has the right in every region that rows belong to."""
    for region in sorted(set(regions)):
        check_may(by, right, region=region)
