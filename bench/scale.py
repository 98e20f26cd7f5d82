"""Search, lists, the customer page and the duplicate check at 10,000 and at a million customers.

Every line asks both shops the same by turns and compares the 95th percentiles: of CPU, and of
time. Statements are the most that one answer took. `BENCH_CUSTOMERS` makes the large shop
another size, `DATABASE_URL` keeps both shops for the next run (see bench/_shops.py).
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shops import Asker, answer, measured, shops, spent

TURNS = 5
EACH = 24  # questions of a kind
KINDS = (
    "exact search, owner",
    "exact search, front desk",
    "prefix search, owner",
    "prefix search, front desk",
    "search with a typo, owner",
    "search with a typo, front desk",
    "list, owner",
    "list, front desk",
    "list by the API, a later page",
    "customer page, owner",
    "customer page, front desk",
    "story of a customer",
    "create, with its duplicate check",
    "duplicates of one customer",
)


def main() -> None:
    if sys.argv[1:] == ["answer"]:
        Answers().serve()
        return
    with shops() as found:
        askers = {name: Asker(__file__, environment) for name, environment in found.items()}
        print(f"{'p95':34}{'CPU ms':>16}{'ratio':>7}{'time ms':>18}{'ratio':>7}{'statements':>13}")
        for kind in KINDS:
            told(kind, compared(kind, askers))
        told_bare([askers["large"].ask("beside_bare", number) for number in range(4 * EACH)])
        for asker in askers.values():
            asker.close()


def compared(kind: str, askers: dict[str, Asker]) -> dict[str, list[tuple[float, float, int]]]:
    figures: dict[str, list[tuple[float, float, int]]] = {name: [] for name in askers}
    for turn in range(-1, TURNS):  # the first only warms the caches
        for number in range(EACH):
            names = list(askers) if number % 2 else list(askers)[::-1]
            for name in names:
                found = askers[name].ask("measure", kind, number)
                if turn >= 0:
                    figures[name].append(found)
    return figures


def told(kind: str, figures: dict[str, list[tuple[float, float, int]]]) -> None:
    small, large = figures["small"], figures["large"]

    def p95(rows: list[tuple[float, float, int]], place: int) -> float:
        return statistics.quantiles([row[place] for row in rows], n=20)[18] * 1000

    cpu = p95(small, 1), p95(large, 1)
    wall = p95(small, 0), p95(large, 0)
    most = max(row[2] for row in small), max(row[2] for row in large)
    print(
        f"{kind:34}{cpu[0]:8.1f}{cpu[1]:8.1f}{cpu[1] / cpu[0]:7.2f}"
        f"{wall[0]:9.1f}{wall[1]:9.1f}{wall[1] / wall[0]:7.2f}{most[0]:7}{most[1]:6}",
        flush=True,
    )


def told_bare(rows: list[tuple[float, float, bool]]) -> None:
    """A search with a typo beside its own statements, sent by psycopg alone in the same run."""
    ours, bare = (statistics.median(row[place] for row in rows) * 1000 for place in (0, 1))
    ratio = statistics.median(row[0] / row[1] for row in rows)
    found = sum(row[2] for row in rows)
    print(
        f"a typo, its bare SQL beside it: {bare:.1f} ms of CPU, ours {ours:.1f}, ratio {ratio:.2f}"
    )
    print(f"somebody of the name that was meant was found {found} times of {len(rows)}")


class Answers:
    """One shop, asked in this process through the whole of Django."""

    def __init__(self) -> None:
        import django

        django.setup()
        from django.test import Client

        from crm.wsgi import make_ready

        make_ready()

        from crm.accounts.models import Staff
        from crm.customers.models import Customer
        from crm.demo.shop import PASSWORD, PEOPLE  # noqa: F401 - the demo's people

        self.bare: Any = None
        self.people = {}
        for role, email in (("owner", "olga@fixit.example"), ("front desk", "rory@fixit.example")):
            staff = Staff.objects.get(email=email)
            client = Client(headers={"host": "localhost"})
            client.force_login(staff)
            self.people[role] = staff, client
        dice = random.Random(1)
        rory, _client = self.people["front desk"]
        newest = Customer.objects.visible_to(rory).filter(external_source="revivatech")
        # Spread over the table by their keys, without reading all of it.
        rows = list(newest.order_by("external_id")[:2000])
        self.customers = dice.sample(rows, EACH)

    def serve(self) -> None:
        answer({"measure": self.measure, "beside_bare": self.beside_bare})

    def measure(self, kind: str, number: int) -> tuple[float, float, int]:
        name, _, role = kind.partition(", ")
        staff, client = self.people.get(role) or self.people["owner"]
        customer = self.customers[number]
        step: Callable[[], object] = getattr(self, _NAMES[name])(customer, number, staff, client)
        return measured(step)

    def beside_bare(self, number: int) -> tuple[float, float, bool]:
        """(CPU of the search, CPU of its statements alone, whether who was meant is found)."""
        import psycopg
        from django.db import connection

        from crm.customers.search import search

        if self.bare is None:
            given = connection.get_connection_params()
            names = ("dbname", "user", "host", "password", "port")
            self.bare = psycopg.connect(
                **{name: given[name] for name in names if given.get(name)},
                autocommit=True,
                cursor_factory=psycopg.ClientCursor,
            )
        customer, (staff, _client) = self.customers[number % EACH], self.people["owner"]
        text = slipped(customer, number)
        said: list[tuple[Any, Any]] = []

        def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            said.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            found = search(text, to=staff)
        _wall, ours, _statements = measured(lambda: search(text, to=staff))
        before = time.process_time() + spent(self.bare.info.backend_pid)
        for sql, params in said:
            cursor = self.bare.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
        least = time.process_time() + spent(self.bare.info.backend_pid) - before
        meant = customer.name if " " in text else customer.last_name
        return ours, least, any(meant in one.name for one in found)

    def exact(self, customer: Any, number: int, _staff: Any, client: Any) -> Callable[[], object]:
        phone = "0" + customer.phone[3:]
        ways = [customer.email or phone, f"{phone[:5]} {phone[5:]}", customer.external_id,
                customer.name]  # fmt: skip
        return lambda: _seen(client.get("/search", {"q": ways[number % 4]}, headers=_BOX))

    def prefix(self, customer: Any, number: int, _staff: Any, client: Any) -> Callable[[], object]:
        ways = [customer.last_name[:3], customer.first_name[:4], f"0{customer.phone[3:9]}",
                customer.email[:6] or customer.last_name[:2],
                f"{customer.first_name} {customer.last_name[:2]}",
                f"{customer.last_name} {customer.first_name[:2]}"]  # fmt: skip
        return lambda: _seen(client.get("/search", {"q": ways[number % 6]}, headers=_BOX))

    def typo(self, customer: Any, number: int, _staff: Any, client: Any) -> Callable[[], object]:
        text = slipped(customer, number)
        return lambda: _seen(client.get("/search", {"q": text}, headers=_BOX))

    def listed(self, _who: Any, _number: int, _staff: Any, client: Any) -> Callable[[], object]:
        return lambda: _seen(client.get("/customers"))

    def api_page(self, _who: Any, number: int, _staff: Any, client: Any) -> Callable[[], object]:
        first = client.get("/api/crm/customers", {"sort": "-created_at" if number % 2 else "name"})
        asked = {
            "cursor": first.json()["next_cursor"],
            "sort": "-created_at" if number % 2 else "name",
        }
        return lambda: _seen(client.get("/api/crm/customers", asked))

    def page(self, customer: Any, _number: int, _staff: Any, client: Any) -> Callable[[], object]:
        return lambda: _seen(client.get(f"/customers/{customer.pk}"))

    def story(self, customer: Any, _number: int, _staff: Any, client: Any) -> Callable[[], object]:
        return lambda: _seen(client.get(f"/api/crm/customers/{customer.pk}/timeline"))

    def create(self, customer: Any, number: int, staff: Any, _client: Any) -> Callable[[], object]:
        """Half are known by their email or phone, half are new; nothing stays."""
        from django.db import transaction

        from crm.customers import rules

        known = number % 2
        email = customer.email if known else f"new.{number}@example.org"
        profile = rules.Profile(first_name=customer.first_name, last_name=customer.last_name,
                                email=email, phone=customer.phone if known else "")  # fmt: skip

        def step() -> None:
            with transaction.atomic():
                rules.find_or_make(profile, by=staff, branch=staff.home_branch)
                transaction.set_rollback(True)

        return step

    def look(self, customer: Any, _number: int, _staff: Any, _client: Any) -> Callable[[], object]:
        from django.db import transaction

        from crm.customers import rules

        def step() -> None:
            with transaction.atomic():
                rules.look([customer.pk])
                transaction.set_rollback(True)

        return step


def slipped(customer: Any, number: int) -> str:
    """A name with one slip: two letters changed places, one left out, one wrong, one doubled."""
    first, last = customer.first_name, customer.last_name
    at = max(1, len(last) // 2 - 1)
    wrong = [
        last[:at] + last[at + 1] + last[at] + last[at + 2 :],
        last[:at] + last[at + 1 :],
        last[:at] + "x" + last[at + 1 :],
        last[:at] + last[at] * 2 + last[at + 1 :],
    ][number % 4]
    return wrong if number % 3 == 0 else f"{first} {wrong}"


def _seen(response: Any) -> None:
    assert response.status_code == 200, response.status_code
    assert response.content


_BOX = {"HX-Request": "true"}
_NAMES = {
    "exact search": "exact",
    "prefix search": "prefix",
    "search with a typo": "typo",
    "list": "listed",
    "list by the API": "api_page",
    "customer page": "page",
    "story of a customer": "story",
    "create": "create",
    "duplicates of one customer": "look",
}

if __name__ == "__main__":
    main()
