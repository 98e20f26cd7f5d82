"""The running product, and people with browsers that have no screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.browsing import PATIENCE, Browsing
from tests.journeys.shop import demo_shop
from tests.product import Product

Sits = Callable[[str], Browsing]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    with demo_shop() as product:
        yield product


@pytest.fixture
def visitor(product: Product) -> Iterator[Browsing]:
    """Somebody with a broken laptop, who never signs in."""
    browsing = Browsing(product.url)
    yield browsing
    browsing.http.close()


@pytest.fixture(scope="session")
def signed_in(product: Product) -> Iterator[Sits]:
    """`signed_in("rory")` is Rory at the counter's computer."""
    seated: dict[str, Browsing] = {}

    def signed_in(name: str) -> Browsing:
        if name not in seated:
            seated[name] = Browsing(product.url).sign_in(name)
        return seated[name]

    yield signed_in
    for browsing in seated.values():
        browsing.http.close()


@pytest.fixture(scope="session")
def api(product: Product) -> Iterator[httpx.Client]:
    """A script of the owner's, with a key."""
    key = product.crm("token", "--role", "owner", "--name", "stories")
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(
        base_url=f"{product.url}/api/crm", headers=headers, timeout=PATIENCE
    ) as client:
        yield client
