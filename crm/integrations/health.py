"""How well a connection works: counted, not remembered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from crm.accounts.models import Staff
from crm.integrations.models import Delivery, Endpoint, TurnedAway
from crm.lib import clock

DAYS = 30
QUIET = timedelta(hours=24)


@dataclass(frozen=True)
class Health:
    """The last 30 days of one connection, as far as this person may see."""

    total: int
    succeeded: int
    failed: int
    waiting: int
    last_at: datetime | None
    last_good_at: datetime | None
    last_failed_at: datetime | None
    turned_away: int
    turned_away_at: datetime | None

    @property
    def success_rate(self) -> float | None:
        """Of what was settled, in per cent; nothing while nothing was."""
        settled = self.succeeded + self.failed
        return 100 * self.succeeded / settled if settled else None

    @property
    def state(self) -> str:
        """`new` before the first delivery, `failing` when the latest failed, else `working`."""
        if self.last_at is None:
            return "new"
        if self.last_failed_at and self.last_failed_at == self.last_at:
            return "failing"
        return "working"


def of(source: str, staff: Staff) -> Health:
    """Two queries, whatever came in."""
    since = clock.now() - timedelta(days=DAYS)
    good = Q(outcome__in=Delivery.SUCCEEDED)
    bad = Q(outcome__in=[Delivery.Outcome.FAILED, Delivery.Outcome.REJECTED])
    recent = Delivery.objects.visible_to(staff).filter(source=source, received_at__gte=since)
    figures = recent.aggregate(
        total=Count("pk"),
        succeeded=Count("pk", filter=good),
        failed=Count("pk", filter=bad),
        waiting=Count("pk", filter=Q(outcome=Delivery.Outcome.WAITING)),
        last_at=Max("received_at"),
        last_good_at=Max("received_at", filter=good),
        last_failed_at=Max("received_at", filter=bad),
    )
    away = TurnedAway.objects.filter(source=source, day=clock.now().date()).first()
    return Health(
        **figures,
        turned_away=away.times if away else 0,
        turned_away_at=away.last_at if away else None,
    )


def troubled(staff: Staff, limit: int = 20) -> list[Endpoint]:
    """Webhooks of ours that this person should look at: failing, or switched off for it."""
    if not staff.can("integrations.view"):
        return []
    return list(Endpoint.objects.visible_to(staff).troubled().order_by("created_at")[:limit])
