"""The demo shop that stories are played in, on a product of its own."""

from contextlib import AbstractContextManager
from pathlib import Path

from tests.product import Product, running

CONFIG = Path(__file__).parent / "config"
PASSWORD = "a-demo-to-look-around"  # as every start of the demo prints it
SITE = "http://shop.example"  # as `config/portal.yaml` knows it


def demo_shop() -> AbstractContextManager[Product]:
    return running("--demo", config=CONFIG)


def email(name: str) -> str:
    """Of Olga, Nadia, Rory, Tess, Mia or Arthur in Tottenham, or of Rex in Croydon."""
    return f"{name}@fixit.example"
