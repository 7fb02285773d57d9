"""Tables of links."""

from django.db import models


class Roll(models.Model):
    """A list of firms as a bureau keeps it: a file handed in. Its lines stay the bureau's own."""

    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    region_code = models.CharField(max_length=12, db_index=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)


class Entity(models.Model):
    """One firm, registered or not: its id stays while names, codes and files come and go.

    `code` is the registered enterprise's; empty while only bureaus know of it.
    """

    code = models.CharField(max_length=18, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code",), condition=~models.Q(code=""), name="one_entity_of_a_code"),
        )


class Line(models.Model):
    """A line of a roll: what it says of a firm, and which one that is. `text` is the name in its normal form."""

    class Standing(models.TextChoices):
        """How far it is decided."""

        WAITING = "waiting", "待比对"
        LINKED = "linked", "已对上"
        ASKED = "asked", "待核对"
        NEW = "new", "未登记"

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()  # as in the file, the first line is 1
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=200, db_index=True)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    put_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("roll", "number"), name="one_line_of_a_number"),)
        indexes = (models.Index(fields=("roll", "standing")),)
        ordering = ("number",)


class Candidate(models.Model):
    """A firm that a line may be, for a person to decide. `levels` is what was found, by feature."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="candidates")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    weight = models.SmallIntegerField()
    levels = models.JSONField()
    open = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("line", "entity"), name="one_candidate_of_an_entity"),)
        ordering = ("-weight", "id")


class Decision(models.Model):
    """Whether a line is a firm: by whom, when, on what evidence. An undone one stays, and says who undid it."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="decisions")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="decisions")
    same = models.BooleanField()
    automatic = models.BooleanField()
    weight = models.SmallIntegerField()
    levels = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("same", "undone_at")),)
        ordering = ("-id",)
