"""A messy export of 50,000 rows over HTTP: upload, dry run, bringing in, a merge, and undo.

Plays against a running product with its demo shop. Every count is compared with what the
generator knows (crm/transfer/tests/messy.py), and every table with its dump of before.
"""

import hashlib
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crm.transfer.tests.messy import MAPPING, known, messy
from tests import product as starting
from tests.product import Product, running

ROWS = int(os.environ.get("BENCH_ROWS", "50_000"))
QUIET = 5.0  # seconds without a change
AT_REST = {"mapping", "ready", "done", "undone", "failed"}
# What stays behind by itself: the log, ledgers, jobs, who signed in and how often, the
# words of names, which lead to nobody; and guesses who may be whom, which are made anew.
LEFT = (
    "activity_|procrastinate_|import|customer_duplicates|customer_merges|merge_rows|django_|search_words"
    "|idempotent|rate_counts|api_keys|cache|accounts_|config_"
)


def main() -> None:
    starting.PATIENCE = 600.0  # on a busy machine
    with running("--demo") as product:
        key = product.crm("token", "--role", "owner", "--name", "bench")
        http = httpx.Client(
            base_url=f"{product.url}/api/crm",
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        )
        content, expected = messy(ROWS)
        print("the tidy file of those who are known already")
        bring_in(http, "known.csv", known(ROWS))
        before = dumped(product)
        print(f"the messy file: {len(content):,} bytes, {ROWS:,} rows and one of 10 MB")
        upload = bring_in(http, "messy.csv", content)
        agreed("its counts", Counter(upload["counts"]), expected)
        agreed("its sum", sum(upload["counts"].values()), upload["total"])
        brought = dumped(product)
        merge_and_undo(http)
        same("every table after a merge and its undo", brought, dumped(product))
        # A person has worked with these two since: they are listed, and stay unless chosen.
        touched = ok(http.get(f"/imports/{upload['id']}/changed"))
        agreed("changed since", len(touched), 2)
        ok(http.post(f"/imports/{upload['id']}/undo",
                     json={"also": [row["number"] for row in touched]}))  # fmt: skip
        undone = at_rest(http, upload["id"], "undo")
        agreed("taken back", undone["counts"]["undone"], expected["create"] + expected["update"])
        same("every table after the undo", before, dumped(product))


def bring_in(http: httpx.Client, filename: str, content: bytes) -> dict[str, Any]:
    begun = ok(http.post("/imports", json={"filename": filename, "size": len(content)}))
    length = begun["piece_length"]
    for number, start in enumerate(range(0, len(content), length)):
        piece = content[start : start + length]
        ok(http.put(f"/imports/{begun['id']}/pieces/{number}", content=piece))
    upload = at_rest(http, begun["id"], "reading")
    assert upload["mapping"] == MAPPING, upload["mapping"]
    ok(http.put(f"/imports/{begun['id']}/mapping",
                json={"mapping": MAPPING, "source": "old till", "on_match": "update"}))  # fmt: skip
    at_rest(http, begun["id"], "dry run")
    ok(http.post(f"/imports/{begun['id']}/apply"))
    return at_rest(http, begun["id"], "bringing in")


def at_rest(http: httpx.Client, import_id: str, step: str) -> dict[str, Any]:
    """The import once this step is done."""
    begun = time.monotonic()
    while (upload := ok(http.get(f"/imports/{import_id}")))["status"] not in AT_REST:
        time.sleep(0.2)
    assert upload["status"] != "failed", upload["error"]
    took = time.monotonic() - begun
    counts = ", ".join(f"{name} {number:,}" for name, number in upload["counts"].items() if number)
    print(f"  {step:12}{took:7.1f} s  {upload['total']:,} rows  {counts}", flush=True)
    return upload


def merge_and_undo(http: httpx.Client) -> None:
    """Two of those who have just come."""
    one, other = ok(http.get("/customers", params={"sort": "-created_at", "limit": 2}))["items"]
    merged = ok(http.post(f"/customers/{other['id']}/merge", json={"into": one["id"]}))
    ok(http.post(f"/merges/{merged['id']}/undo"))
    print(f"  merged {other['first_name']} {other['last_name']} into {one['first_name']}"
          f" {one['last_name']}, and undone")  # fmt: skip


def dumped(product: Product) -> dict[str, tuple[int, str]]:
    """The rows of every table and their hash, but for the version that counts changes."""
    tables = {}
    with psycopg.connect(database_url(product), autocommit=True) as connection:
        settled(connection)
        names = connection.execute(_TABLES, [f"^({LEFT})"]).fetchall()
        for (name,) in names:
            rows, digest = 0, hashlib.sha256()
            with connection.cursor().copy(
                _DUMP.format(name, _of_the_seen(connection, name))
            ) as copy:
                for row in copy:
                    rows += 1
                    digest.update(row)
            tables[name] = rows, digest.hexdigest()
    return tables


def settled(connection: Any) -> None:
    """Wait until every listener has read what there is, and no job is left."""
    seen, since = None, time.monotonic()
    while time.monotonic() - since < QUIET:
        now = connection.execute(_STATE).fetchone()
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.5)


def _of_the_seen(connection: Any, table: str) -> str:
    """Whoever was taken back stays behind hidden, with what hangs on them; nobody sees it."""
    if table == "customers":
        return "t.deleted_at IS NULL"
    columns = connection.execute(_HOLDS, [table]).fetchall()
    gone = "EXISTS (SELECT FROM customers c WHERE c.id = t.{} AND c.deleted_at IS NOT NULL)"
    return " AND ".join(f"NOT {gone.format(column)}" for (column,) in columns) or "true"


def database_url(product: Product) -> str:
    from crm.embedded_postgres import door

    return product.environment.get("DATABASE_URL") or door.url(product.data)


_TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ %s ORDER BY 1
"""
_DUMP = """
    COPY (SELECT to_jsonb(t) - 'version' - 'updated_at' FROM "{}" t WHERE {} ORDER BY 1) TO STDOUT
"""
_STATE = """
    SELECT (SELECT count(*) FROM activity_events WHERE position IS NULL),
        (SELECT sum(position) FROM activity_cursors),
        (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
            AND scheduled_at IS NULL)
"""
_HOLDS = """
    SELECT a.attname FROM pg_constraint f
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    WHERE f.contype = 'f' AND f.confrelid = 'customers'::regclass AND f.conrelid = %s::regclass
"""


def same(what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [name for name in before if before[name] != after.get(name)]
    assert not changed, [(name, before[name], after[name]) for name in changed]
    rows = sum(rows for rows, _digest in before.values())
    print(f"  {what}: {rows:,} rows of {len(before)} tables, the same, versions aside", flush=True)


def agreed(what: str, found: Any, expected: Any) -> None:
    assert found == expected, f"{what}: {found}, not {expected}"
    print(f"  {what}: {found if isinstance(found, int) else dict(found)}, as expected", flush=True)


def ok(response: httpx.Response) -> Any:
    assert response.is_success, f"{response.status_code} {response.text}"
    return response.json()


if __name__ == "__main__":
    main()
