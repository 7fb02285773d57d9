"""Tables of handovers."""

from django.db import models

from tenglong.records.people.models import Person


class Handover(models.Model):
    """A packet from one person to another. It is over when every item is answered."""

    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken")
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-id",)


class HandoverItem(models.Model):
    """One case, promise or contact of a packet. `case` is a number; `words` are those of a promise or a contact."""

    class Kind(models.TextChoices):
        CASE = "case", "办件"
        PROMISE = "promise", "承诺"
        CONTACT = "contact", "联系人"

    class State(models.TextChoices):
        OFFERED = "offered", "等接收"
        ACCEPTED = "accepted", "已接收"
        REFUSED = "refused", "没有接收"
        WITHDRAWN = "withdrawn", "已收回"

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    case = models.CharField(max_length=20, blank=True, db_index=True)
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("state", "handover")),)
