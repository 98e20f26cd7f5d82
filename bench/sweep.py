"""The lifecycle at a million customers: one customer after an event, and everybody at night.

The sweep is told beside the same judgement as one bare SELECT over everybody, and beside
what it needs at 10,000. Those who move are counted apart, since each move keeps its evidence.
`BENCH_CUSTOMERS` and `DATABASE_URL`: see bench/_shops.py.
"""

import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shops import SIZES, Asker, answer, measured, shops

ONES = 100


def main() -> None:
    if sys.argv[1:] == ["answer"]:
        answer({"one": one, "bare": bare, "sweep": sweep})
        return
    with shops() as found:
        askers = {name: Asker(__file__, environment) for name, environment in found.items()}
        print(f"{'':44}{'customers':>11}{'CPU':>11}{'time':>11}")
        for name, asker in askers.items():
            times = [asker.ask("one", number) for number in range(ONES)]
            wall, cpu = (
                statistics.quantiles([row[place] for row in times], n=20)[18] for place in (0, 1)
            )
            told("one customer after an event, p95", name, cpu, wall)
        for name, asker in askers.items():
            wall, cpu, _number = asker.ask("bare")
            told("everybody, one bare SELECT", name, cpu, wall)
            judging, moving = asker.ask("sweep")
            told("everybody, the sweep's judgement", name, judging[1], judging[0], cpu)
            told(f"  and moving {moving[2]:,} of them", name, moving[1], moving[0])
            asker.close()


def told(what: str, name: str, cpu: float, wall: float, bare: float | None = None) -> None:
    unit, times = ("s", 1) if wall > 1 else ("ms", 1000)
    ratio = "" if bare is None else f"   {cpu / bare:.2f} times the bare SELECT"
    print(
        f"{what:44}{SIZES[name]:>11,}{cpu * times:>8.1f} {unit:2}{wall * times:>8.1f} {unit:2}"
        f"{ratio}",
        flush=True,
    )


def one(number: int) -> tuple[float, float, int]:
    """Judge one customer again, as a listener does; nothing stays."""
    import django

    django.setup()
    from django.db import transaction

    from crm.accounts.models import Staff
    from crm.lifecycle import rules
    from crm.lifecycle.models import Lifecycle

    keys = Lifecycle.objects.order_by("customer_id").values_list("customer_id", flat=True)
    key, by = keys[number * 97], Staff.objects.system()

    def step() -> None:
        with transaction.atomic():
            rules.reconsider([key], by=by)
            transaction.set_rollback(True)

    return measured(step)


def bare() -> tuple[float, float, int]:
    """The sweep's own question as one statement, through psycopg alone."""
    from django.db import connection
    from django.db.models import F, Q

    from crm import criteria
    from crm.customers.models import Customer
    from crm.lifecycle.config import lifecycle_config
    from crm.lifecycle.judging import judged_stage

    judged = judged_stage(lifecycle_config(), criteria.When.now())
    rows = Customer.objects.filter(deleted_at=None, lifecycle__isnull=False)
    rows = rows.annotate(judged=judged).filter(
        ~Q(judged=F("lifecycle__current_stage")) & ~Q(judged=F("lifecycle__held_against"))
    )
    sql, params = rows.values("pk").query.sql_with_params()
    return measured(lambda: connection.connection.execute(sql, params).fetchall())


def sweep() -> tuple[tuple[float, float, int], tuple[float, float, int]]:
    """(judging, moving), each with its time, its CPU and how many."""
    from crm.accounts.models import Staff
    from crm.lifecycle import rules
    from crm.lifecycle.rules import sweeping

    chunks: list[Any] = []

    def judge() -> None:
        after = None
        while chunk := sweeping._next_ids(after):  # noqa: SLF001 - apart, to be told apart
            chunks.append(sweeping._elsewhere(chunk))  # noqa: SLF001 - the same
            after = chunk[-1]

    wall, cpu, _statements = measured(judge)
    movers = [key for chunk in chunks for key in chunk]
    by = Staff.objects.system()

    def move() -> None:
        for start in range(0, len(movers), sweeping.MOVES_AT_ONCE):
            rules.reconsider(movers[start : start + sweeping.MOVES_AT_ONCE], by=by)

    moved = measured(move)
    return (wall, cpu, len(movers)), (moved[0], moved[1], len(movers))


if __name__ == "__main__":
    main()
