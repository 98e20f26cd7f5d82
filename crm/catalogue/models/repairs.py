"""What can be wrong with a device and how soon it is needed: the platform's values, our words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RepairType(models.TextChoices):
    SCREEN_REPAIR = "SCREEN_REPAIR", _("Screen repair")
    BATTERY_REPLACEMENT = "BATTERY_REPLACEMENT", _("Battery replacement")
    WATER_DAMAGE = "WATER_DAMAGE", _("Liquid damage")
    DATA_RECOVERY = "DATA_RECOVERY", _("Data recovery")
    SOFTWARE_ISSUE = "SOFTWARE_ISSUE", _("Software problem")
    HARDWARE_DIAGNOSTIC = "HARDWARE_DIAGNOSTIC", _("Diagnosis")
    MOTHERBOARD_REPAIR = "MOTHERBOARD_REPAIR", _("Logic board repair")
    CAMERA_REPAIR = "CAMERA_REPAIR", _("Camera repair")
    SPEAKER_REPAIR = "SPEAKER_REPAIR", _("Speaker or microphone repair")
    CHARGING_PORT = "CHARGING_PORT", _("Charging port repair")
    BUTTON_REPAIR = "BUTTON_REPAIR", _("Button repair")
    CUSTOM_REPAIR = "CUSTOM_REPAIR", _("Other repair")


class UrgencyLevel(models.TextChoices):
    """How soon a device is needed back. Ordered from the least to the most urgent."""

    LOW = "LOW", _("No hurry")
    STANDARD = "STANDARD", _("Standard")
    HIGH = "HIGH", _("Soon")
    URGENT = "URGENT", _("Urgent")
    EMERGENCY = "EMERGENCY", _("Emergency")
