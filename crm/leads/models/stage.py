"""Where a lead stood from when to when: the pipeline's clock."""

from django.db import models
from django.db.models import Q

from crm.leads.models.lead import Lead


class LeadStage(models.Model):
    """One stay in one stage. Exactly one stay of a lead is open."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, help_text="a qualification, or how the lead ended")
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_stages"
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(left_at=None), name="lead_stages_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("entered_at")),
                name="lead_stages_in_order",
            ),
        ]
        indexes = [models.Index(fields=["stage", "entered_at"], name="lead_stages_by_stage")]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.stage}"
