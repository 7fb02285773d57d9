"""Tables of the registry: the loop's own kinds."""

from django.db import models


class Counted(models.Model):
    """A row whose changes are counted."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Keyed(Counted):
    """A row without a code of its own: `key` is its identity as one text, with | between the parts."""

    key = models.CharField(max_length=200, unique=True)

    class Meta:
        abstract = True


class Enterprise(Counted):
    """A firm, by its unified social credit code (统一社会信用代码), or a natural person, by a code of the county's own.

    `parent` and `branch_of` are codes of other enterprises: the group it belongs to, the firm it is a branch of.
    """

    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=60, blank=True, db_index=True)  # initials, for search
    region_code = models.CharField(max_length=12)
    industry = models.CharField(max_length=60, blank=True)  # GB/T 4754 code and name
    scale = models.CharField(max_length=10, blank=True)  # 规上, 规下
    kind = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    capital_wan = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    currency = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    scope = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=20, blank=True)
    parent = models.CharField(max_length=18, blank=True, db_index=True)
    branch_of = models.CharField(max_length=18, blank=True, db_index=True)
    legal_person = models.CharField(max_length=60, blank=True)
    id_number = models.CharField(max_length=30, blank=True, db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=("name",)),
            # Lists are walked, counted and searched in here. With an index of regions alone SQLite begins there and
            # sorts nearly all enterprises before it gives the first page.
            models.Index(fields=("code", "region_code", "name", "pinyin"), name="enterprises_in_order"),
        )
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Parcel(Counted):
    """A plot of land. `shape` is WKB in CGCS2000 (EPSG:4490), the bounds stand beside it for map queries.

    It is from `from_on` (empty: since ever) until the day on which it was parted or became part of another.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=60, blank=True, db_index=True)
    region_code = models.CharField(max_length=12, db_index=True)
    area_mu = models.DecimalField(max_digits=16, decimal_places=6)  # a millionth of a hectare is in it whole
    use = models.CharField(max_length=40)
    certificate = models.CharField(max_length=80, blank=True)
    holder = models.CharField(max_length=18, blank=True, db_index=True)  # the enterprise's code
    supply = models.CharField(max_length=20, blank=True)
    contract = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    price_wan = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    hand_over_on = models.DateField(null=True, blank=True)
    start_by = models.DateField(null=True, blank=True)
    finish_by = models.DateField(null=True, blank=True)
    location = models.CharField(max_length=200, blank=True)
    holder_name = models.CharField(max_length=120, blank=True)  # as the contract writes it, whether registered or not
    industry = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    shape = models.BinaryField(null=True, blank=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Plant(Counted):
    """A building on a parcel."""

    code = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=120)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="plants")
    region_code = models.CharField(max_length=12, db_index=True)
    floor_area_sqm = models.DecimalField(max_digits=14, decimal_places=2)
    floors = models.PositiveSmallIntegerField(null=True, blank=True)
    built_on = models.DateField(null=True, blank=True)
    structure = models.CharField(max_length=20, blank=True)
    certificate = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Part(Counted):
    """A part of a building: how large and high it is, what it bears and what power it has, where that is known."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    area_sqm = models.DecimalField(max_digits=14, decimal_places=2)
    height_m = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    load_t_sqm = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    power_kva = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Floor(Part):
    """A storey of a building; `storey` counts from the ground floor, 1, and down from -1."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="storeys")
    storey = models.SmallIntegerField()


class Space(Part):
    """Rooms that are used or let as one: on a floor, or over several where none is named."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="spaces")
    floor = models.ForeignKey(Floor, null=True, blank=True, on_delete=models.PROTECT, related_name="spaces")


class Occupancy(Keyed):
    """Who uses how much of a parcel, as what, from when to when (half-open; `until_on` empty while it lasts).

    `let_by` is who lets to a tenant; empty: the one owner of the parcel, and nobody where it has several.
    """

    class Tenure(models.TextChoices):
        """On what ground."""

        OWN = "自有", "自有"
        RENT = "租用", "租用"

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="occupancies")
    plant = models.ForeignKey(Plant, null=True, blank=True, on_delete=models.PROTECT, related_name="occupancies")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.PROTECT, related_name="occupancies")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="occupancies")
    let_by = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="let_occupancies"
    )
    tenure = models.CharField(max_length=8, choices=Tenure.choices)
    area_mu = models.DecimalField(max_digits=16, decimal_places=6)
    floor_area_sqm = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    region_code = models.CharField(max_length=12, db_index=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("from_on", "id")


class Observation(Keyed):
    """A figure somebody reported: of whom, of what, for which period, in which unit, and where it is written.

    `subject` is `<kind>:<key>`: of region, enterprise or parcel by code, of zone or project by name. A part of it as
    published follows after slashes: `region:3308/按领域/制造业`. `value` empty: known to exist, not stated.
    `period` is a year, half, quarter or month (`2023`, `2021H1`, `2022Q3`, `2022-07`), empty if the source gives none.
    `nature` says what kind of number it is (总量, 增长率, 完成率, 占比 …), `basis` what it compares on (现价, 可比 …).
    `region_code` is the area that keeps the figure: the subject's own, or that of whoever quotes another's; two areas
    may keep what is said of the same subject. `entered_on` is the day on which it was last entered.
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
    entered_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=("metric", "period")),)
        ordering = ("metric", "period", "subject")


class Title(Keyed):
    """A title or certificate of an enterprise, valid from a day to the day before another (专精特新、高新技术企业)."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="titles")
    title = models.CharField(max_length=80, db_index=True)
    level = models.CharField(max_length=20, blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    issued_by = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)


class Past(Keyed):
    """How an enterprise or a parcel stood in a stretch of time that is over; what holds now stands in its own row.

    Of other names of an enterprise several hold at once, and a stretch may last.
    """

    enterprise = models.ForeignKey(Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="past")
    parcel = models.ForeignKey(Parcel, null=True, blank=True, on_delete=models.PROTECT, related_name="past")
    matter = models.CharField(max_length=20)
    value = models.CharField(max_length=120)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("matter", "value")),)
        ordering = ("key",)


class Term(Keyed):
    """What the contract of a parcel promises (标准地): an indicator, its value, by when it is looked at."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="terms")
    indicator = models.CharField(max_length=40)
    bound = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=20, blank=True)
    signed_on = models.DateField()
    check_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)


class Reshaping(models.Model):
    """Parcels parted or made one from a day on. `moved` tells of all rows written, so that it can be taken back."""

    class Act(models.TextChoices):
        """What was done."""

        SPLIT = "分割", "分割"
        MERGE = "合并", "合并"

    act = models.CharField(max_length=8, choices=Act.choices)
    on = models.DateField()
    source = models.CharField(max_length=200)
    moved = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)


class Descent(models.Model):
    """One parcel came of another, by their codes: they outlive the rows of what was taken back."""

    reshaping = models.ForeignKey(Reshaping, on_delete=models.PROTECT, related_name="descents")
    old_code = models.CharField(max_length=40, db_index=True)
    new_code = models.CharField(max_length=40, db_index=True)

    class Meta:
        ordering = ("id",)


class Industry(Keyed):
    """A class of GB/T 4754 by edition and code; `successors` are the codes of the next edition, with 、 between."""

    edition = models.CharField(max_length=10)
    code = models.CharField(max_length=6, db_index=True)
    name = models.CharField(max_length=120, blank=True)  # a table of changes has the codes alone
    level = models.CharField(max_length=10, blank=True)
    parent = models.CharField(max_length=6, blank=True)
    successors = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("key",)
