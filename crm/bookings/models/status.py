"""Where a repair stands, in the platform's nine words; what each leads to is configuration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PENDING = "PENDING", _("Requested")
    CONFIRMED = "CONFIRMED", _("Booked in")
    IN_PROGRESS = "IN_PROGRESS", _("On the bench")
    WAITING_PARTS = "WAITING_PARTS", _("Waiting for parts")
    WAITING_APPROVAL = "WAITING_APPROVAL", _("Waiting for approval")
    READY_FOR_PICKUP = "READY_FOR_PICKUP", _("Ready for pickup")
    COMPLETED = "COMPLETED", _("Completed")
    CANCELLED = "CANCELLED", _("Cancelled")
    REFUNDED = "REFUNDED", _("Refunded")


class Service(models.TextChoices):
    """How the device and the shop come together."""

    BRING_IN = "bring_in", _("Brought in")
    COLLECTION = "collection", _("We collect it")
    ON_SITE = "on_site", _("At their place")


OPEN = (
    Status.PENDING,
    Status.CONFIRMED,
    Status.IN_PROGRESS,
    Status.WAITING_PARTS,
    Status.WAITING_APPROVAL,
    Status.READY_FOR_PICKUP,
)
UNFINISHED = OPEN[:-1]
ENDED = (Status.CANCELLED, Status.REFUNDED)
