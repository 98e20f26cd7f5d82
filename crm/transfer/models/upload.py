"""One file of customers, from upload to undo."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.lib.ids import uuid7


class ImportQuerySet(BranchQuerySet["Import"]):
    pass


class Import(models.Model):
    class Status(models.TextChoices):
        UPLOADING = "uploading", _("Uploading")
        FETCHING = "fetching", _("Reading their database")
        SURVEYING = "surveying", _("Reading the file")
        MAPPING = "mapping", _("Waiting for columns")
        JUDGING = "judging", _("Dry run")
        READY = "ready", _("Ready to bring in")
        APPLYING = "applying", _("Bringing in")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Taking back")
        UNDONE = "undone", _("Taken back")
        FAILED = "failed", _("Could not be read")

    class OnMatch(models.TextChoices):
        UPDATE = "update", _("Take the file's values")
        FILL = "fill", _("Fill only what we do not know yet")
        SKIP = "skip", _("Leave them as they are")

    AT_WORK = (Status.FETCHING, Status.SURVEYING, Status.JUDGING, Status.APPLYING, Status.UNDOING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    status = models.CharField(max_length=9, default=Status.UPLOADING)
    error = models.TextField(blank=True)
    # How the file is to be read: format, encoding, delimiter.
    dialect = models.JSONField(default=dict)
    # One entry for each column: header, samples, how many cells are filled, what dates show.
    columns = models.JSONField(default=list)
    # The field each column fills, by the column's place; null fills nothing.
    mapping = models.JSONField(default=list)
    # `day` or `month`, whichever stands first, by the place of a column of dates.
    date_orders = models.JSONField(default=dict)
    source = models.CharField(max_length=50, blank=True)
    on_match = models.CharField(max_length=6, default=OnMatch.UPDATE)
    total = models.PositiveIntegerField(default=0)
    # How far the step at hand has come: the number of the last row that is done.
    reached = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        db_table = "imports"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "uploading",
                        "fetching",
                        "surveying",
                        "mapping",
                        "judging",
                        "ready",
                        "applying",
                        "done",
                        "undoing",
                        "undone",
                        "failed",
                    ]
                ),
                name="imports_status",
            ),
            models.CheckConstraint(
                condition=Q(on_match__in=["update", "fill", "skip"]), name="imports_on_match"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="imports_are_not_empty"),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(error=""), name="imports_failed_say_why"
            ),
        ]
        indexes = [models.Index(fields=["branch", "-created_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.filename

    @property
    def status_label(self) -> str:
        return str(self.Status(self.status).label)

    @property
    def is_at_work(self) -> bool:
        return self.status in self.AT_WORK

    @property
    def percent(self) -> int:
        return 0 if not self.total else min(100, self.reached * 100 // self.total)

    def count(self, name: str) -> int:
        return int(self.counts.get(name, 0))


class Piece(models.Model):
    """A part of the file as it came; all parts but the last are equally long."""

    LENGTH = 512 * 1024

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Import, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "import_pieces"
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="import_pieces_once_each")
        ]

    def __str__(self) -> str:
        return f"piece {self.number}"
