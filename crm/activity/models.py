"""The log of events, how far each reader has come, and what could not be handled."""

from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Func, Q, Value

from crm.lib.clock import now
from crm.lib.ids import uuid7


class EventQuerySet(models.QuerySet["Event"]):
    def numbered(self) -> Self:
        """Those the pump has given a position, in the one order every reader sees."""
        return self.filter(position__isnull=False).order_by("position")


class Event(models.Model):
    """One thing that happened. Written once; only a privacy erasure ever changes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(
        editable=False,
        db_default=Func(
            Value("activity_events_seq"),
            function="nextval",
            output_field=models.BigIntegerField(),
        ),
    )
    position = models.BigIntegerField(null=True, unique=True, editable=False)
    at = models.DateTimeField(default=now)
    verb = models.CharField(max_length=80)
    about_type = models.CharField(max_length=40)
    about_id = models.UUIDField()
    part_of = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    branch_id = models.UUIDField(null=True)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    particulars = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cause = models.UUIDField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "activity_events"
        constraints = [
            models.CheckConstraint(name="activity_depth", condition=Q(depth__lte=10)),
            models.CheckConstraint(
                name="activity_verb", condition=Q(verb__regex=r"^[a-z_]+\.[a-z_]+$")
            ),
        ]
        indexes = [
            models.Index(
                fields=["seq"], name="activity_waiting", condition=Q(position__isnull=True)
            ),
            models.Index(fields=["about_type", "about_id", "at", "seq"], name="activity_about"),
            models.Index(
                fields=["part_of", "at", "seq"],
                name="activity_part_of",
                condition=Q(part_of__isnull=False),
            ),
            models.Index(
                fields=["customer_id", "at", "seq"],
                name="activity_customer",
                condition=Q(customer_id__isnull=False),
            ),
            models.Index(fields=["at", "seq"], name="activity_day"),
            models.Index(fields=["actor_id", "at", "seq"], name="activity_actor"),
            models.Index(fields=["verb", "at", "seq"], name="activity_verb_day"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_type}:{self.about_id}"

    @property
    def by(self) -> str:
        """The name of whoever did it, as it was then."""
        return self.actor_name


class Cursor(models.Model):
    """How far a reader has come: everything up to `position` is done."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "activity_cursors"

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class Parked(models.Model):
    """An event a listener could not handle; it waits here while the listener reads on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listener = models.CharField(max_length=80)
    event = models.ForeignKey(Event, models.CASCADE, related_name="parked")
    error = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "activity_parked"
        constraints = [
            models.UniqueConstraint(fields=["listener", "event"], name="activity_parked_once")
        ]

    def __str__(self) -> str:
        return f"{self.listener}: {self.event_id}"


class ConfigVersion(models.Model):
    """A configuration the product has run with, so that a score or price can name its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    since = models.DateTimeField(default=now)

    class Meta:
        db_table = "config_versions"
        constraints = [models.UniqueConstraint(fields=["name", "hash"], name="config_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.hash[:8]}"


class Rescue(models.Model):
    """How often a job was taken over from a worker that died; after three times it stays failed."""

    job_id = models.BigIntegerField(primary_key=True)
    times = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "rescued_jobs"

    def __str__(self) -> str:
        return f"job {self.job_id}, {self.times} times"
