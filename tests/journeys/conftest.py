"""The running product and somebody's browser without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.shop import demo_shop
from tests.product import Product


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    with demo_shop() as product:
        yield product
