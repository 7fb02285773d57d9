"""Tables of the registry: the loop's own kinds."""

from django.db import models


class Enterprise(models.Model):
    """A firm, by its unified social credit code (统一社会信用代码)."""

    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=60, blank=True, db_index=True)  # initials, for search
    region_code = models.CharField(max_length=12, db_index=True)
    industry = models.CharField(max_length=60, blank=True)  # GB/T 4754 code and name
    scale = models.CharField(max_length=10, blank=True)  # 规上, 规下
    kind = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    capital_wan = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    currency = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    scope = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """A plot of land. `shape` is WKB in CGCS2000 (EPSG:4490), the bounds stand beside it for map queries."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=60, blank=True, db_index=True)
    region_code = models.CharField(max_length=12, db_index=True)
    area_mu = models.DecimalField(max_digits=14, decimal_places=4)
    use = models.CharField(max_length=40)
    certificate = models.CharField(max_length=80, blank=True)
    shape = models.BinaryField(null=True, blank=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Plant(models.Model):
    """A building on a parcel."""

    code = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=120)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="plants")
    region_code = models.CharField(max_length=12, db_index=True)
    floor_area_sqm = models.DecimalField(max_digits=14, decimal_places=2)
    floors = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Occupancy(models.Model):
    """Who uses how much of a parcel, as what, from when to when (half-open; `until_on` empty while it lasts)."""

    class Tenure(models.TextChoices):
        """On what ground."""

        OWN = "自有", "自有"
        RENT = "租用", "租用"

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="occupancies")
    plant = models.ForeignKey(Plant, null=True, blank=True, on_delete=models.PROTECT, related_name="occupancies")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="occupancies")
    tenure = models.CharField(max_length=8, choices=Tenure.choices)
    area_mu = models.DecimalField(max_digits=14, decimal_places=4)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    region_code = models.CharField(max_length=12, db_index=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("from_on", "id")


class Observation(models.Model):
    """A figure somebody reported: of whom, of what, for which period, in which unit, and where it is written.

    `subject` is `<kind>:<key>`: of region, enterprise or parcel by code, of zone or project by name. A part of it as
    published follows after slashes: `region:3308/按领域/制造业`. `value` empty: known to exist, not stated.
    `period` is a year, half, quarter or month (`2023`, `2021H1`, `2022Q3`, `2022-07`), empty if the source gives none.
    `nature` says what kind of number it is (总量, 增长率, 完成率, 占比 …), `basis` what it compares on (现价, 可比 …).
    `region_code` is the area that keeps the figure: the subject's own, or that of whoever quotes another's.
    """

    subject = models.CharField(max_length=120)
    metric = models.CharField(max_length=60)
    period = models.CharField(max_length=10, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=20)
    nature = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=12, db_index=True)
    enterprise_code = models.CharField(max_length=18, blank=True, db_index=True)
    parcel_code = models.CharField(max_length=40, blank=True, db_index=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "metric", "period"), name="one_figure_of_a_period"),)
        indexes = (models.Index(fields=("metric", "period")),)
        ordering = ("metric", "period", "subject")
