"""A shop: the place a lead is asked at, a repair is done at and a person works at."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from crm.lib.ids import uuid7

if TYPE_CHECKING:
    from crm.accounts.models.staff import Staff


class Branches(models.QuerySet["Branch"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, staff: "Staff") -> Self:
        return self if staff.sees_all_branches else self.filter(pk__in=staff.branch_ids)


class Branch(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = Branches.as_manager()

    class Meta:
        db_table = "branches"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="branch_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
