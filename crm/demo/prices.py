"""Prices given at the counter over the last weeks, to whoever asked."""

from datetime import timedelta
from random import Random

from crm.demo.shop import Shop
from crm.lib import clock
from crm.pricing import rules as pricing
from crm.pricing.asked import Asked

SEED = 20240618
GIVEN = 34
DAYS = 21
# Repair, kind, brand, model, year.
ASKED_FOR = (
    ("SCREEN_REPAIR", "phones", "Apple", "iPhone 13", 2021),
    ("SCREEN_REPAIR", "phones", "Apple", "iPhone 15 Pro", 2023),
    ("SCREEN_REPAIR", "phones", "Samsung", "Galaxy S22", 2022),
    ("SCREEN_REPAIR", "laptops", "Dell", "XPS 13", 2020),
    ("BATTERY_REPLACEMENT", "phones", "Apple", "iPhone 12", 2020),
    ("BATTERY_REPLACEMENT", "laptops", "Lenovo", "ThinkPad T14", 2021),
    ("WATER_DAMAGE", "laptops", "Apple", "MacBook Pro 14-inch (2021)", 2021),
    ("DATA_RECOVERY", "laptops", "HP", "Pavilion 15", 2017),
    ("CHARGING_PORT", "consoles", "Sony", "PlayStation 5", 2020),
    ("CHARGING_PORT", "phones", "Google", "Pixel 7", 2022),
    ("MOTHERBOARD_REPAIR", "all-in-ones", "Apple", "iMac 27-inch", 2019),
    ("HARDWARE_DIAGNOSTIC", "desktops", "", "", None),
)
URGENCIES = ("LOW", "STANDARD", "STANDARD", "STANDARD", "HIGH", "URGENT", "EMERGENCY")
PARTS = ("", "COMPATIBLE", "PREMIUM", "ORIGINAL")
VISITS = (None, None, 0, 0, 1, 3, 5, 9)


def quote(shop: Shop) -> None:
    """The older ones have expired by now, the newest were given this morning."""
    dice, now = Random(SEED), clock.now()  # noqa: S311 - a story, not a secret
    ago = sorted((dice.random() * DAYS for _quote in range(GIVEN)), reverse=True)
    for days in ago:
        repair, category, brand, model, year = dice.choice(ASKED_FOR)
        who = dice.choice(["front_desk", "front_desk", "technician", "elsewhere"])
        asked = Asked(
            repair_type=repair,
            category=category,
            brand=brand,
            model=model,
            device_year=year,
            urgency=dice.choice(URGENCIES),
            part_grade=dice.choice(PARTS) if "REPAIR" in repair else "",
            visits=dice.choice(VISITS),
            referred=dice.random() < 0.15,  # noqa: PLR2004 - about one in seven
        )
        by = shop.staff[who]
        with clock.at(now - timedelta(days=days)):
            pricing.quote(asked, by=by, branch=by.home_branch)
