"""Tables of people, units and roles."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models


class Unit(models.Model):
    """An office: a bureau, a zone committee, a town. `region_code` is the area it answers for.

    Offices are a tree that changes: `parent` is the key of the office above, from `from_on` to the day before
    `until_on` it stands; empty: as long as anybody knows.
    """

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, db_index=True)
    parent = models.CharField(max_length=40, blank=True, db_index=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Persons come with their unit and grants, which every row filter asks for."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().select_related("unit").prefetch_related("grants")


class Person(AbstractBaseUser):
    """Somebody who signs in. Signing in itself writes nothing here: what is written is audited."""

    last_login = None

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    post = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    second_factor = models.CharField(max_length=200, blank=True)  # sealed with the county's key (second_factor.py)
    recovery_codes = models.JSONField(default=list, blank=True)  # digests of those not used yet (recovery.py)

    limit: Callable[[Any], Any] | None = None  # of whoever acts by a key: what it leaves of a role (records.clients)

    objects = PersonManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        ordering = ("login",)

    @property
    def region(self) -> str:
        """The area in whose name they act: of their unit, their first grant or their enterprise's credit code."""
        if self.unit:
            return self.unit.region_code
        places = (grant.region_code or grant.enterprise_code[2:8] for grant in self.grants.all())
        return next((place for place in places if place), "")

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str) -> bool:
        """Whether that is the password; an old hash is not renewed in passing."""
        return check_password(raw_password, self.password)


class Grant(models.Model):
    """A role held by a person: within a region and below it, or for one enterprise (by credit code).

    With neither, the role reaches no row but what is on offer to all (role.sees = listed). `until_on` is the first day
    on which it is no longer held: `end_grants` takes it away then, so that no filter asks what day it is.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    region_code = models.CharField(max_length=12, blank=True)
    enterprise_code = models.CharField(max_length=18, blank=True)
    until_on = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "region_code", "enterprise_code"), name="one_grant_of_a_kind"
            ),
        )
