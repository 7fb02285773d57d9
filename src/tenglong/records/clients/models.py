"""Tables of clients."""

from django.conf import settings
from django.db import models


class Key(models.Model):
    """A key by which another system acts for a person, with less than the person's own rights.

    Of the key itself only the SHA-256 is kept, and its first letters, by which people know it. `scopes` are keys of
    `scopes.SCOPES`; `region_code` narrows further where it is not empty. It opens until the day before `expires_on`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="keys")
    label = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField()
    region_code = models.CharField(max_length=12, blank=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.label} {self.prefix}"


class KeyUse(models.Model):
    """When a key was last used, to a few minutes. Tells of no change, so it stands outside the audit."""

    written_apart = True

    key = models.OneToOneField(Key, on_delete=models.CASCADE, related_name="use")
    at = models.DateTimeField()


class Subscription(models.Model):
    """What a client wants to be told, and where. `kinds` are keys of `topics.TOPICS`; `secret` is sealed.

    `ended_at`: it was given up. A subscription tells what its key may see, no more.
    """

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="subscriptions")
    url = models.CharField(max_length=500)
    kinds = models.JSONField()
    secret = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Progress(models.Model):
    """How far a subscription has been told: the number of the seal up to which the audit was read for it.

    `failures` counts tries in a row that did not come through; the next is not before `next_at`. `stopped`: too many,
    somebody must look; nothing is lost meanwhile.
    """

    written_apart = True

    subscription = models.OneToOneField(Subscription, on_delete=models.CASCADE, related_name="progress")
    sealed = models.BigIntegerField()
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    stopped = models.BooleanField(default=False)


class Delivery(models.Model):
    """One message to a subscriber, sent in the order of `id` until it is taken. `sealed` 0: a trial message."""

    written_apart = True

    class Status(models.TextChoices):
        """Where a message stands."""

        WAITING = "waiting", "待送"
        DONE = "done", "已送达"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    sealed = models.BigIntegerField()
    body = models.TextField()
    events = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    tries = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=200, blank=True)  # what came back from the last try
    tried_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("subscription", "status", "id")),)
