"""A worker in a process of its own that is killed in the middle of a chunk.

`python -m crm.transfer.tests.dying_worker STEP IMPORT STAFF` works in chunks of 100 rows;
when the third is written and not yet committed, it says so and waits to be killed.
"""

import sys
import time
from unittest.mock import patch

import django
from django.db import connection

CHUNK = 100
FATAL = 3
# What each step sends last for a chunk, and so how its chunks can be counted.
LAST = {
    "judge": "INSERT INTO import_rows",
    "apply": "'customer.edited'",
    "undo": "customer.removed",
}


class Dies:
    """Counts the statements that end a chunk, and stops behind the fatal one."""

    def __init__(self, mark: str) -> None:
        self.mark = mark.strip("'")
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        self.seen += self.mark in sql or self.mark in (params or ())
        if self.seen == FATAL:
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            time.sleep(60)
        return answer


def main(step: str, import_id: str, by_id: str) -> None:
    from crm.transfer import jobs
    from crm.transfer.rules import applying, judging, undoing

    small = [patch.object(module, "CHUNK", CHUNK) for module in (applying, judging, undoing)]
    for change in small:
        change.start()
    with connection.execute_wrapper(Dies(LAST[step])):
        getattr(jobs, step)(import_id, by_id)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
