"""The demo shop that stories are played in, on a product of its own."""

from contextlib import AbstractContextManager

from tests.product import Product, running


def demo_shop() -> AbstractContextManager[Product]:
    return running("--demo")
