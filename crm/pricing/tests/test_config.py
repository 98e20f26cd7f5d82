"""Mistakes in pricing.yaml are refused at start, with file and line."""

import pytest

from crm.lib.config import Config
from crm.lib.yaml_source import ConfigError
from crm.pricing.config import Pricing


@pytest.fixture
def own(settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    return tmp_path / "pricing.yaml"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("minimum: 35\nrepairs:\n  SCREEN_REPAIR:\n    base:\n", 4, "SCREEN_REPAIR.base: "),
        ("repairs:\n  SCREEN_REPAIR: {base: -5}\n", 2, "greater than or equal to 0"),
        ("repairs:\n  SCREEN_REPAIR: {base: 99999}\n", 2, "less than or equal to 50000"),
        ("repairs:\n  SCREEN_REPAIR: {base: 99.999}\n", 2, "2 decimal places"),
        ("repairs:\n\n  SCREEN_REPAIRS: {base: 5}\n", 3, "SCREEN_REPAIRS"),
        ("repairs:\n  SCREEN_REPAIR:\n    models:\n      iPhone 13: 149\n", 4, "iPhone 13"),
        ("repairs:\n  SCREEN_REPAIR: {price: 5}\n", 2, "Extra inputs"),
        ("urgency:\n  HIGH: 0.5\n", 1, "sooner must never cost less"),
        ("urgency:\n  HIGH: 4\n", 2, "less than or equal to 3"),
        ("urgency:\n  SOON: 1\n", 2, "SOON"),
        (
            "ages:\n  - {years: 3, factor: 1, label: A}\n  - {years: 2, factor: 1, label: B}\n",
            1,
            "rise",
        ),
        ("brands:\n  apple: 0\n", 2, "greater than 0"),
        ("weekend:\n  days: [someday]\n", 2, "weekend.days.0"),
        ("discounts:\n  combine: some\n", 2, "'best' or 'all'"),
        ("discounts:\n  referral: 101\n", 2, "less than or equal to 100"),
        ("rounding: {step: 5}\nminimum: 37\n", 2, "minimum: not a multiple of the 5"),
        ("minimum: 50\nmaximum: 40\n", 2, "below the minimum"),
        ("rounding: {step: 0}\n", 1, "greater than 0"),
        ("source: oracle\n", 1, "'engine' or 'platform'"),
        ("mininum: 5\n", 1, "Extra inputs"),
    ],
)
def test_a_mistake_names_file_line_and_reason(own, text, line, reason):
    own.write_text(text)
    with pytest.raises(ConfigError) as error:
        Config("pricing", Pricing)()
    first = str(error.value).splitlines()[0]
    assert first.startswith(f"{own}:{line}: ")
    assert reason in first


def test_a_repair_with_models_and_no_base_is_refused_where_it_stands(settings, tmp_path):
    shipped = (settings.DEFAULTS_DIR / "pricing.yaml").read_text()
    settings.DEFAULTS_DIR, settings.CONFIG_DIR = tmp_path, None
    broken = shipped.replace("  CAMERA_REPAIR:\n    base: 100\n", "  CAMERA_REPAIR:\n")
    (tmp_path / "pricing.yaml").write_text(broken)
    line = broken.splitlines().index("  CAMERA_REPAIR:") + 1
    with pytest.raises(ConfigError) as error:
        Config("pricing", Pricing)()
    expected = f"{tmp_path / 'pricing.yaml'}:{line}: repairs.CAMERA_REPAIR.base: Field required"
    assert str(error.value) == expected


def test_a_repair_that_is_missing_altogether_is_named(settings, tmp_path):
    shipped = (settings.DEFAULTS_DIR / "pricing.yaml").read_text()
    settings.DEFAULTS_DIR, settings.CONFIG_DIR = tmp_path, None
    (tmp_path / "pricing.yaml").write_text(shipped.replace("  BUTTON_REPAIR:\n    base: 60\n", ""))
    with pytest.raises(ConfigError, match="repairs: BUTTON_REPAIR has no base price"):
        Config("pricing", Pricing)()


def test_a_shop_changes_one_price_and_keeps_the_rest(own):
    own.write_text("repairs:\n  SCREEN_REPAIR:\n    models: {iphone-13: 99}\n")
    rules = Config("pricing", Pricing)()
    screen = rules.repairs["SCREEN_REPAIR"]
    assert (screen.models["iphone-13"], screen.models["iphone-14"], screen.base) == (99, 179, 120)
