"""What is owed, what was paid and how: a small double-entry ledger, invoices, and the till.

Every movement of money is one transaction of two or more entries that sum to nothing. Entries
are never changed or taken away; what was wrong is reversed by another transaction. PostgreSQL
itself keeps the totals of each repair, each day and each store credit, and refuses a movement
that would make one of them impossible.
"""
