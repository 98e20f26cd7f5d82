"""What became of each row of a file, so that the sums can be checked and everything undone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.transfer.models.upload import Import


class ImportRow(models.Model):
    class Outcome(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changes somebody")
        SKIP = "skip", _("Left out")
        REFUSE = "refuse", _("Refused")

    class Undone(models.TextChoices):
        NOT_YET = "", _("In place")
        CHOSEN = "chosen", _("To be taken back although changed since")
        UNDONE = "undone", _("Taken back")
        KEPT = "kept", _("Kept")

    pk = models.CompositePrimaryKey("upload_id", "number")
    upload = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="the line in the file, the header being 1")
    outcome = models.CharField(max_length=6)
    reason = models.CharField(max_length=300, blank=True)
    label = models.CharField(max_length=200, blank=True)
    # No foreign key: the ledger says who it was then, also after that person was merged.
    subject = models.UUIDField(null=True)
    values = models.JSONField(default=dict)
    external_id = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=400, blank=True, help_text="folded, to compare")
    # For somebody changed: the new values, the old ones, and the version we left behind.
    changes = models.JSONField(null=True)
    before = models.JSONField(null=True)
    left_version = models.PositiveIntegerField(null=True)
    undone = models.CharField(max_length=6, blank=True)

    class Meta:
        db_table = "import_rows"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["create", "update", "skip", "refuse"]),
                name="import_rows_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["create", "update"]) | ~Q(reason=""),
                name="import_rows_say_why_not",
            ),
            models.CheckConstraint(
                condition=Q(undone__in=["", "chosen", "undone", "kept"]), name="import_rows_undone"
            ),
        ]
        indexes = [
            models.Index(
                fields=["upload", "external_id"],
                name="import_rows_external",
                condition=~Q(external_id=""),
            ),
            models.Index(
                fields=["upload", "email"], name="import_rows_email", condition=~Q(email="")
            ),
            models.Index(
                fields=["upload", "phone"], name="import_rows_phone", condition=~Q(phone="")
            ),
            models.Index(
                fields=["upload", "subject"],
                name="import_rows_subject",
                condition=Q(outcome="update"),
            ),
            models.Index(fields=["upload", "outcome", "number"], name="import_rows_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.outcome}"

    @property
    def outcome_label(self) -> str:
        return str(self.Outcome(self.outcome).label)

    @property
    def undone_label(self) -> str:
        return str(self.Undone(self.undone).label)
