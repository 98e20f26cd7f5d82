"""The bench, a repair, a device's passport and lists at 10,000 customers and at a million.

The large shop has 1.5 million devices and 3 million repairs. Every line asks both shops the
same by turns and compares the 95th percentiles: of CPU, and of time; statements are the most
that one answer took (see bench/_shops.py for the shops, bench/scale.py for the other pages).
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shops import Asker, answer, measured, shops
from bench.scale import EACH, compared, told

PAGES = {
    "bench board, owner": "/bookings",
    "bench board, front desk": "/bookings",
    "bench board, technician": "/bookings?technician=me",
    "bench by technician, owner": "/bookings?by=person",
    "a change on an open board, owner": "/bookings/changed?id={booking}",
    "figures over the board, owner": "/bookings/figures",
    "list of repairs, owner": "/bookings/list",
    "list of what is open, owner": "/bookings/list?status=open&sort=due",
    "list of what is late, owner": "/bookings/list?late=1&sort=due",
    "list of nobody's, owner": "/bookings/list?technician=nobody",
    "list of what was cancelled, owner": "/bookings/list?status=CANCELLED",
    "list of a name, owner": "/bookings/list?q={name}",
    "list of repairs, by the API": "/api/crm/bookings",
    "a repair, owner": "/bookings/{booking}",
    "a repair, front desk": "/bookings/{booking}",
    "its story, owner": "/activity/timeline?about=booking:{booking}",
    "a device's passport, owner": "/devices/{device}",
    "repairs of a device, owner": "/devices/{device}/repairs",
    "repairs of a customer, owner": "/customers/{customer}/bookings",
    "search by ticket number, owner": "/search?q={reference}",
    "search by serial, owner": "/search?q={serial}",
}
PEOPLE = {
    "owner": "olga@fixit.example",
    "technician": "tess@fixit.example",
    "front desk": "rory@fixit.example",
}


def main() -> None:
    if sys.argv[1:] == ["answer"]:
        Answers().serve()
        return
    with shops() as found:
        askers = {name: Asker(__file__, environment) for name, environment in found.items()}
        print(f"{'p95':34}{'CPU ms':>16}{'ratio':>7}{'time ms':>18}{'ratio':>7}{'statements':>13}")
        for kind in PAGES:
            told(kind, compared(kind, askers))
        for asker in askers.values():
            asker.close()


class Answers:
    """One shop, asked in this process through the whole of Django."""

    def __init__(self) -> None:
        import django

        django.setup()
        from django.test import Client

        from crm.wsgi import make_ready

        make_ready()

        from crm.accounts.models import Staff
        from crm.bookings.models import Booking

        self.clients = {}
        staff = {role: Staff.objects.get(email=email) for role, email in PEOPLE.items()}
        for role, person in staff.items():
            self.clients[role] = Client(headers={"host": "localhost"})
            self.clients[role].force_login(person)
        # What the branch of the front desk has repaired is seen by everybody who asks here.
        rows = Booking.objects.visible_to(staff["front desk"]).filter(device__isnull=False)
        rows = rows.select_related("device", "customer")
        # Spread over the table by their numbers, without reading all of it.
        first, last = (
            rows.order_by(order).values_list("number", flat=True)[0]
            for order in ("number", "-number")
        )
        dice = random.Random(1)
        numbers = [dice.randint(first, last) for _ in range(EACH)]
        self.bookings = [rows.filter(number__gte=n).order_by("number")[0] for n in numbers]

    def serve(self) -> None:
        answer({"measure": self.measure})

    def measure(self, kind: str, number: int) -> tuple[float, float, int]:
        booking = self.bookings[number]
        path = PAGES[kind].format(
            booking=booking.pk,
            reference=booking.reference,
            device=booking.device.pk,
            serial=booking.device.serial_number,
            customer=booking.customer_id,
            name=quote(booking.customer.name),
        )
        _, _, role = kind.rpartition(", ")
        client = self.clients.get(role) or self.clients["owner"]
        return measured(_asked(client, path))


def _asked(client: Any, path: str) -> Callable[[], object]:
    headers = {"HX-Request": "true"} if path.startswith("/search") else {}

    def step() -> None:
        response = client.get(path, headers=headers)
        assert response.status_code == 200, (path, response.status_code)
        assert response.content

    return step


if __name__ == "__main__":
    main()
