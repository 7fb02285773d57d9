"""Reading regions. Codes and names are public: they pass no row filter."""

from django.db.models import QuerySet

from tenglong.core.errors import Refused

from .models import Region


class NoSuchRegion(Refused):
    """No region has that code."""


def list_regions(under: str = "") -> QuerySet[Region]:
    """Every region, or one and all below it."""
    return Region.objects.filter(code__startswith=under)


def get_region(code: str) -> Region:
    """The region with that code."""
    if region := Region.objects.filter(code=code).first():
        return region
    raise NoSuchRegion(f"没有代码为“{code}”的区划。请查对代码，或请管理员加入。")
