"""Everything added up again from the entries alone, to be sure of the totals that are kept."""

from dataclasses import dataclass

from django.db import connection

_MONEY = "('CASH', 'CARD', 'ONLINE_CARD', 'BANK_TRANSFER', 'PAYPAL', 'OTHER')"
_CHECKS = {
    "a movement does not sum to zero": """
        SELECT t.id::text FROM ledger_transactions t LEFT JOIN ledger_entries e
            ON e.transaction_id = t.id
        GROUP BY t.id HAVING coalesce(sum(e.amount), 1) <> 0""",
    "a repair's totals are not those of its entries": """
        SELECT coalesce(held.booking_id, sums.booking_id)::text FROM booking_balances held
        FULL JOIN (SELECT t.booking_id,
                coalesce(sum(e.amount) FILTER (WHERE e.account = 'RECEIVABLE'), 0) AS receivable,
                coalesce(-sum(e.amount) FILTER (WHERE e.account = 'DEPOSITS'), 0) AS deposits,
                coalesce(sum(e.amount) FILTER (WHERE e.account IN MONEY), 0) AS taken,
                coalesce(sum(e.amount) FILTER (WHERE e.account = 'CREDIT'), 0) AS credit_used,
                coalesce(-sum(e.amount) FILTER (WHERE e.account = 'REVENUE'), 0) AS sales,
                coalesce(-sum(e.amount) FILTER (WHERE e.account = 'VAT'), 0) AS vat,
                coalesce(sum(e.amount) FILTER (WHERE e.account = 'WRITE_OFF'), 0) AS written_off
            FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
            WHERE t.booking_id IS NOT NULL GROUP BY t.booking_id) sums
            ON sums.booking_id = held.booking_id
        WHERE (held.receivable, held.deposits, held.taken, held.credit_used, held.sales,
                held.vat, held.written_off)
            IS DISTINCT FROM (coalesce(sums.receivable, 0), coalesce(sums.deposits, 0),
                coalesce(sums.taken, 0), coalesce(sums.credit_used, 0),
                coalesce(sums.sales, 0), coalesce(sums.vat, 0), coalesce(sums.written_off, 0))""",
    "a day's takings are not those of its entries": """
        SELECT coalesce(held.trading_day_id, sums.trading_day_id)::text FROM day_takings held
        FULL JOIN (SELECT t.trading_day_id, e.account,
                coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS received,
                coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0) AS paid_out,
                count(*) AS number
            FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
            WHERE e.account IN MONEY GROUP BY t.trading_day_id, e.account) sums
            ON sums.trading_day_id = held.trading_day_id AND sums.account = held.method
        WHERE (held.received, held.paid_out, held.number)
            IS DISTINCT FROM (sums.received, sums.paid_out, sums.number)""",
    "a store credit's rest is not what its entries leave": """
        SELECT c.id::text FROM store_credits c LEFT JOIN ledger_entries e ON e.credit_id = c.id
        GROUP BY c.id HAVING c.left_over <> coalesce(-sum(e.amount), 0)""",
    "an invoice is not what was posted for it": """
        SELECT i.number FROM invoices i JOIN ledger_entries e ON e.transaction_id = i.transaction_id
        GROUP BY i.id
        HAVING abs(coalesce(sum(e.amount) FILTER (WHERE e.account = 'VAT'), 0)) <> i.vat
            OR abs(coalesce(sum(e.amount) FILTER (WHERE e.account = 'REVENUE'), 0)) <> i.net""",
    "invoice numbers have a gap": """
        SELECT i.series FROM invoices i GROUP BY i.series
        HAVING max(i.sequence) - min(i.sequence) + 1 <> count(*)""",
}
MOST = 20


@dataclass(frozen=True)
class Mistake:
    """A total that is off, and some of the rows where."""

    what: str
    where: list[str]

    def __str__(self) -> str:
        return f"{self.what} ({', '.join(self.where)})"


def mistakes() -> list[Mistake]:
    """What does not agree; nothing, unless somebody has gone around PostgreSQL itself."""
    found = []
    with connection.cursor() as cursor:
        for what, statement in _CHECKS.items():
            cursor.execute(f"{statement} LIMIT %s".replace("MONEY", _MONEY), [MOST])
            where = [str(row[0]) for row in cursor.fetchall()]
            if where:
                found.append(Mistake(what, where))
    return found
