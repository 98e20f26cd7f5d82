"""The two or more sides of a movement."""

import pgtrigger
from django.db import models
from django.db.models import Q

from crm.payments.models.balances import StoreCredit
from crm.payments.models.guards import ADD_UP, SAME_COMMIT, SUMS_TO_NOTHING, append_only
from crm.payments.models.ledger import Account, LedgerTransaction


class LedgerEntry(models.Model):
    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries")
    account = models.CharField(max_length=13)
    amount = models.DecimalField(max_digits=12, decimal_places=2, help_text="debits positive")
    credit = models.ForeignKey(StoreCredit, models.PROTECT, null=True, related_name="entries")

    class Meta:
        db_table = "ledger_entries"
        constraints = [
            models.CheckConstraint(condition=Q(account__in=Account.values), name="entries_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="entries_not_zero"),
            models.CheckConstraint(
                condition=Q(account="CREDIT", credit__isnull=False)
                | (~Q(account="CREDIT") & Q(credit=None)),
                name="entries_of_a_store_credit",
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="same_commit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_COMMIT,
            ),
            pgtrigger.Trigger(
                name="sums_to_nothing",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=SUMS_TO_NOTHING.format(of="NEW.transaction_id"),
            ),
            pgtrigger.Trigger(
                name="add_up",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="fresh"),  # type: ignore[no-untyped-call]
                func=ADD_UP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"

    @property
    def account_label(self) -> str:
        return str(Account(self.account).label)
