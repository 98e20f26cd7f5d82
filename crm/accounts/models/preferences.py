"""What a person has arranged for themselves, kept here so that it follows them to any screen."""

from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q

from crm.accounts.models.staff import Staff
from crm.lib.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, staff: Staff) -> Self:
        """Their own, and what colleagues they share a branch with have shared."""
        shared = Q(is_shared=True)
        if not staff.sees_all_branches:
            shared &= Q(staff__in=Staff.objects.visible_to(staff))
        return self.filter(Q(staff=staff) | shared)

    def on(self, page: str) -> Self:
        return self.filter(page=page)


class SavedView(models.Model):
    """A named set of filters on a list, such as "Hot, unassigned"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        db_table = "saved_views"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "page", "name"], name="saved_view_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_query(self) -> str:
        """`band=hot&source=PHONE`, to follow its page's address."""
        return urlencode(self.query, doseq=True)


class DismissedHint(models.Model):
    """A hint this person has read and does not need again."""

    staff_id: "UUID"
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="dismissed_hints")
    hint = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "dismissed_hints"
        constraints = [
            models.UniqueConstraint(fields=["staff", "hint"], name="hint_dismissed_once"),
        ]

    def __str__(self) -> str:
        return self.hint
