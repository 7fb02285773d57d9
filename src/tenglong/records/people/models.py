"""Tables of people, units and roles."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Unit(models.Model):
    """An office: a bureau, a zone committee, a town. `region_code` is the area it answers for."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, db_index=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    post = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        ordering = ("login",)

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held by a person: within a region and below it, or for one enterprise (by credit code)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    region_code = models.CharField(max_length=12, blank=True)
    enterprise_code = models.CharField(max_length=18, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "region_code", "enterprise_code"), name="one_grant_of_a_kind"
            ),
        )
