"""What PostgreSQL itself refuses and keeps, whoever writes: rules, raw SQL, a careless script.

The tables are append-only. A merge may move whose a row is (`customer_id`), and nothing else.
"""

import pgtrigger

# Before a movement is written: its day is still open, and stays so until it is committed.
# FOR SHARE lets any number of payments pass at once, and none while somebody closes the day.
OPEN_DAY = """
    PERFORM FROM trading_days d
    WHERE d.id = NEW.trading_day_id AND d.branch_id = NEW.branch_id AND d.closed_at IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: this trading day is closed, or not of this branch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_day_is_open';
    END IF;
    NEW.xact := pg_current_xact_id()::text::bigint;
    RETURN NEW;
"""

# A transaction is sealed with the commit it was written in: nobody adds entries to it later.
SAME_COMMIT = """
    PERFORM FROM ledger_transactions t
    WHERE t.id = NEW.transaction_id AND t.xact = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: entries are written together with their transaction'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sealed';
    END IF;
    RETURN NEW;
"""

# At commit: what goes out of one account has come into others.
SUMS_TO_NOTHING = """
    IF (SELECT count(*) < 2 OR sum(e.amount) <> 0 FROM ledger_entries e
        WHERE e.transaction_id = {of}) THEN
        RAISE EXCEPTION 'ledger: the entries of % do not sum to zero', {of}
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_sums_to_zero';
    END IF;
    RETURN NULL;
"""

# After the entries of a transaction are written, in the same statement: what they add up to.
# Rows are made empty first and changed then, because PostgreSQL would check an INSERT .. ON
# CONFLICT's row (a refund's minus) before it looks for the row it belongs to.
ADD_UP = """
    INSERT INTO booking_balances (booking_id)
    SELECT DISTINCT t.booking_id FROM fresh e JOIN ledger_transactions t ON t.id = e.transaction_id
    WHERE t.booking_id IS NOT NULL
    ON CONFLICT DO NOTHING;

    UPDATE booking_balances held SET
        receivable = held.receivable + more.receivable,
        deposits = held.deposits + more.deposits,
        taken = held.taken + more.taken,
        credit_used = held.credit_used + more.credit_used,
        sales = held.sales + more.sales,
        vat = held.vat + more.vat,
        written_off = held.written_off + more.written_off
    FROM (SELECT t.booking_id,
            coalesce(sum(e.amount) FILTER (WHERE e.account = 'RECEIVABLE'), 0) AS receivable,
            coalesce(-sum(e.amount) FILTER (WHERE e.account = 'DEPOSITS'), 0) AS deposits,
            coalesce(sum(e.amount) FILTER (WHERE e.account IN ('CASH', 'CARD', 'ONLINE_CARD',
                'BANK_TRANSFER', 'PAYPAL', 'OTHER')), 0) AS taken,
            coalesce(sum(e.amount) FILTER (WHERE e.account = 'CREDIT'), 0) AS credit_used,
            coalesce(-sum(e.amount) FILTER (WHERE e.account = 'REVENUE'), 0) AS sales,
            coalesce(-sum(e.amount) FILTER (WHERE e.account = 'VAT'), 0) AS vat,
            coalesce(sum(e.amount) FILTER (WHERE e.account = 'WRITE_OFF'), 0) AS written_off
        FROM fresh e JOIN ledger_transactions t ON t.id = e.transaction_id
        WHERE t.booking_id IS NOT NULL GROUP BY t.booking_id) more
    WHERE held.booking_id = more.booking_id;

    UPDATE store_credits held SET left_over = held.left_over - more.used
    FROM (SELECT e.credit_id, sum(e.amount) AS used FROM fresh e
        WHERE e.credit_id IS NOT NULL GROUP BY e.credit_id) more
    WHERE held.id = more.credit_id;

    INSERT INTO day_takings (trading_day_id, method)
    SELECT DISTINCT t.trading_day_id, e.account
    FROM fresh e JOIN ledger_transactions t ON t.id = e.transaction_id
    WHERE e.account IN ('CASH', 'CARD', 'ONLINE_CARD', 'BANK_TRANSFER', 'PAYPAL', 'OTHER')
    ON CONFLICT DO NOTHING;

    UPDATE day_takings held SET
        received = held.received + more.received,
        paid_out = held.paid_out + more.paid_out,
        number = held.number + more.number
    FROM (SELECT t.trading_day_id, e.account,
            coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS received,
            coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0) AS paid_out,
            count(*) AS number
        FROM fresh e JOIN ledger_transactions t ON t.id = e.transaction_id
        WHERE e.account IN ('CASH', 'CARD', 'ONLINE_CARD', 'BANK_TRANSFER', 'PAYPAL', 'OTHER')
        GROUP BY t.trading_day_id, e.account) more
    WHERE held.trading_day_id = more.trading_day_id AND held.method = more.account;
    RETURN NULL;
"""

# Numbers of a series follow each other, and an invoice's lines are its sum.
NEXT_NUMBER = """
    IF NOT EXISTS (SELECT FROM invoices i
            WHERE i.series = NEW.series AND i.sequence = NEW.sequence - 1)
        AND EXISTS (SELECT FROM invoices i WHERE i.series = NEW.series) THEN
        RAISE EXCEPTION 'invoices: % would leave a gap in %', NEW.sequence, NEW.series
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_without_a_gap';
    END IF;
    IF (SELECT (sum((l->>'net')::numeric), sum((l->>'vat')::numeric), sum((l->>'gross')::numeric))
            IS DISTINCT FROM (NEW.net, NEW.vat, NEW.gross)
        FROM jsonb_array_elements(NEW.lines) l) THEN
        RAISE EXCEPTION 'invoices: the lines of % do not add up', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_add_up';
    END IF;
    RETURN NEW;
"""


def append_only(*, but: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """Rows of this table are written once; `but` names the columns a merge may move."""
    changes = {"exclude": list(but)} if but else {}
    return [
        pgtrigger.ReadOnly(name="never_changed", **changes),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]


def kept_by_triggers(*columns: str) -> pgtrigger.Trigger:
    """Totals that only the ledger's own triggers change; anybody may make an empty row."""
    filled = " OR ".join(f"NEW.{column} <> 0" for column in columns)
    moved = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="kept_by_the_ledger",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF pg_trigger_depth() < 2 AND (
                (TG_OP = 'INSERT' AND ({filled})) OR (TG_OP = 'UPDATE' AND ({moved}))
            ) THEN
                RAISE EXCEPTION 'ledger: % is kept by the ledger itself', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'kept_by_the_ledger';
            END IF;
            RETURN NEW;
        """,
    )
