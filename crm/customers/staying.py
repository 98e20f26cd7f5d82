"""What would stay with the survivor if a merge were undone now: told before anybody confirms."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.customers import combining
from crm.customers.holders import holders
from crm.customers.models import Customer, Merge, MergeRow
from crm.customers.rules.returning import edited
from crm.ui.templatetags._values import phone

NAMED = 20
_LABELS = {
    "customer_access": _("branches and people who see them"),
    "customer_contact_points": _("phones and emails"),
    "customer_lifecycle_history": _("moves between stages"),
}
_BY_ID = re.compile("[0-9a-f]{8}-")  # a row that can name itself only so says nothing to people
_MADE_SINCE = """
    SELECT {key}::text FROM {table} held
    WHERE {column} = %(survivor)s AND created_at > %(merged_at)s
        AND NOT EXISTS (SELECT FROM merge_rows r
            WHERE r.merge_id = %(merge)s AND r.table_name = '{table}'
                AND r.row_key = held.{key}::text)
    ORDER BY created_at DESC
"""


@dataclass(frozen=True)
class Staying:
    """Things of one kind, and the names of those this person may see."""

    label: str
    number: int
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stays:
    edited: list[Staying]
    made: list[Staying]


def staying(merge: Merge, *, to: Staff) -> Stays:
    """Edited since: moved rows and filled facts. Made since: the survivor's new rows."""
    rows: dict[str, set[str]] = {}
    for line in MergeRow.objects.filter(pk__in=edited(merge)):
        is_fact = line.table_name == "customers"
        key = line.column_name if is_fact else line.row_key
        rows.setdefault(line.table_name, set()).add(key)
    facts = rows.pop("customers", set())
    changed = [_told(table, keys, to) for table, keys in sorted(rows.items())]
    made = [_told(table, keys, to) for table, keys in sorted(_made_since(merge).items())]
    return Stays([*_facts(facts), *changed], made)


def _facts(columns: set[str]) -> list[Staying]:
    shown = sorted(columns - {"search_name", "sort_name"})
    fields = {one.column: str(one.verbose_name) for one in Customer._meta.concrete_fields}  # noqa: SLF001 - public
    return [Staying(str(_("facts")), len(shown), [fields[name] for name in shown])] if shown else []


def _made_since(merge: Merge) -> dict[str, set[str]]:
    told: dict[str, Any] = {
        "merge": merge.pk,
        "survivor": merge.survivor_id,
        "merged_at": merge.merged_at,
    }
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for holder in holders():
            if not holder.is_dated or holder.table == "customers" or _is_kept(holder.table):
                continue
            statement = _MADE_SINCE.format(table=holder.table, key=holder.key, column=holder.column)
            cursor.execute(statement, told)
            keys = {key for (key,) in cursor.fetchall()}
            if keys:
                found.setdefault(holder.table, set()).update(keys)
    return found


def _is_kept(table: str) -> bool:
    return combining.stays(table) == combining.EVERYTHING


def label(table: str) -> str:
    """What the rows of a table are called on the page."""
    return str(_LABELS.get(table) or _models()[table]._meta.verbose_name_plural)  # noqa: SLF001 - public


def _told(table: str, keys: set[str], to: Staff) -> Staying:
    rows = _models()[table]._default_manager.filter(pk__in=keys)  # noqa: SLF001 - documented
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(to)
    names = [str(row) for row in rows.order_by("-pk")[:NAMED]]
    readable = [_spoken(name) for name in names if not _BY_ID.match(name)]
    return Staying(label(table), len(keys), readable)


def _spoken(name: str) -> str:
    return phone(name) if name.startswith("+") else name


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001 - public
