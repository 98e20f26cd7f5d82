"""Customers from a file: read, judged row by row, brought in, and taken back with one click.

A file is kept as it came, in pieces. A survey reads it once and says what it looks like; a
dry run reads it again and writes one ledger row for each row of the file, with what would
happen and why not; applying walks the ledger. Customers are written by their own bulk rules
(`crm/customers/rules/bulk.py`); this package never touches their tables. The same people
leave again as a file by `export`.
"""
