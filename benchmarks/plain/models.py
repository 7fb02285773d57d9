"""The county's tables as the peer sees them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Official(AbstractBaseUser):
    """Somebody who signs in."""

    last_login = None
    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"

    class Meta:
        managed = False
        db_table = "people_person"


class Enterprise(models.Model):
    """A firm."""

    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("企业名称", max_length=120)
    pinyin = models.CharField(max_length=60)
    region_code = models.CharField("区划", max_length=12)
    industry = models.CharField("行业", max_length=60, blank=True)
    scale = models.CharField("规模", max_length=10, blank=True)
    subject_kind = models.CharField("主体类型", max_length=20, blank=True)
    status = models.CharField("登记状态", max_length=20, blank=True)
    kind = models.CharField("企业类型", max_length=60, blank=True)
    registered_on = models.DateField("注册日期", null=True, blank=True)
    capital_wan = models.DecimalField("注册资金", max_digits=18, decimal_places=6, null=True, blank=True)
    address = models.CharField("注册地址", max_length=300, blank=True)
    scope = models.TextField("经营范围", blank=True)
    currency = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    parent = models.CharField(max_length=18, blank=True)
    branch_of = models.CharField(max_length=18, blank=True)
    legal_person = models.CharField(max_length=60, blank=True)
    id_number = models.CharField(max_length=30, blank=True)

    class Meta:
        managed = False
        db_table = "registry_enterprise"
        ordering = ("code",)


class Observation(models.Model):
    """A figure."""

    enterprise_code = models.CharField(max_length=18)
    metric = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=20)
    source = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "registry_observation"
        ordering = ("metric", "period")
