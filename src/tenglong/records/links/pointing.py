"""Lines that name an enterprise follow it when two are made one, and come back when they are parted."""

from collections.abc import Collection

from tenglong.records.audit.actions import Trail

from .models import Candidate, Entity, Line


class EntityPointer:
    """As `ledgers.pointers.Pointer`: lines of rolls, by the entity of an enterprise's code."""

    name = "links"

    def uses_of(self, kind: str, keys: Collection[str]) -> dict[str, str]:
        """What names enterprises, in words, by their codes."""
        if kind != "enterprise":
            return {}
        rows = Line.objects.filter(entity__code__in=keys).order_by()
        return dict.fromkeys(rows.values_list("entity__code", flat=True).distinct(), "名册")

    def turn(self, kind: str, old: str, new: str, *, only: Collection[str] | None, trail: Trail) -> list[str]:
        """Lines of the one are lines of the other; so are the questions that are still open."""
        was = Entity.objects.filter(code=old).first() if kind == "enterprise" else None
        if was is None:
            return []
        becomes, _ = Entity.objects.get_or_create(code=new)
        lines = Line.objects.filter(entity=was)
        turned = [*(lines if only is None else lines.filter(pk__in=only)).values_list("pk", flat=True)]
        Line.objects.filter(pk__in=turned).update(entity=becomes)
        for line in turned:
            trail.changed("line", line, {"entity": was.pk}, {"entity": becomes.pk})
        asked = Candidate.objects.filter(entity=was, open=True)
        asked.exclude(line__candidates__entity=becomes).update(entity=becomes)
        return [str(line) for line in turned]
