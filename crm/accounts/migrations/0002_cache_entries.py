"""The table of Django's database cache, in which sign-in attempts are counted.

It and the rate counts are unlogged: they need not survive a crash, and then each count costs
no write to the log.
"""

from django.db import migrations

CREATE = """
    CREATE UNLOGGED TABLE cache_entries (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamptz NOT NULL
    );
    CREATE INDEX cache_entries_expires ON cache_entries (expires);
    ALTER TABLE rate_counts SET UNLOGGED;
"""
DROP = """
    ALTER TABLE rate_counts SET LOGGED;
    DROP TABLE cache_entries;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
