"""A table of the tests' own with one column for each kind of fact, none of them required."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from crm.criteria.expressions import Sql
from crm.criteria.kinds import Kind
from crm.criteria.registry import Fact, declare, register

COLOURS = [("RED", "Red"), ("GREEN", "Green"), ("BLUE", "Blue")]


class Box(models.Model):  # noqa: DJ008 - never shown
    """What a specimen may lie in: a relation to reach facts through."""

    label = models.TextField(null=True)

    class Meta:
        # An app that is not installed, so that makemigrations never sees these tables.
        app_label = "specimens"
        db_table = "specimen_boxes"


class Specimen(models.Model):  # noqa: DJ008 - never shown
    whole = models.IntegerField(null=True, db_index=True)
    number = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    text = models.TextField(null=True)
    plain_text = models.TextField(null=True, db_index=True)
    colour = models.CharField(max_length=10, null=True, db_index=True)
    tags = ArrayField(models.CharField(max_length=20), null=True)
    flag = models.BooleanField(null=True)
    day = models.DateField(null=True)
    moment = models.DateTimeField(null=True, db_index=True)
    key = models.UUIDField(null=True)
    box = models.ForeignKey(Box, null=True, on_delete=models.CASCADE)

    class Meta:
        app_label = "specimens"
        db_table = "specimens"


declare("specimen", Specimen)
register(
    "specimen",
    Fact("whole", Kind.WHOLE, "Score", "whole", unit="points"),
    Fact("number", Kind.NUMBER, "total spent", "number", unit="£"),
    Fact("text", Kind.TEXT, "name", "text"),
    Fact("indexed_text", Kind.TEXT, "name", "text", folded="plain_text"),
    Fact("colour", Kind.CHOICE, "colour", "colour", choices=COLOURS),
    Fact("tags", Kind.LIST, "tags", "tags"),
    Fact("flag", Kind.BOOLEAN, "Business customer", "flag"),
    Fact("sms", Kind.BOOLEAN, "SMS consent", "flag"),
    Fact("day", Kind.DATE, "birthday", "day"),
    Fact("moment", Kind.MOMENT, "last visit", "moment"),
    Fact("key", Kind.ID, "branch", "key"),
    Fact("box_label", Kind.TEXT, "box", "box__label"),
    Fact(
        "same_colour",
        Kind.WHOLE,
        "specimens of the same colour",
        Sql("(SELECT count(*) FROM specimens s WHERE s.colour = {subject}.colour)"),
    ),
)
