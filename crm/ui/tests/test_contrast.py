import pytest

from crm.ui.config import theme
from crm.ui.contrast import PAIRS, contrast


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", "#FFFFFF") == 21


def test_the_ratio_does_not_care_which_is_text():
    assert contrast("#007AFF", "#FFFFFF") == contrast("#FFFFFF", "#007AFF")


def test_the_platforms_own_blue_would_fail_as_text():
    assert round(contrast("#007AFF", "#FFFFFF"), 2) == 4.02
    assert round(contrast("#0066CC", "#FFFFFF"), 2) == 5.57


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_every_ground_it_stands_on(palette, text, ground):
    colours = getattr(theme(), palette).model_dump(by_alias=True)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("line", ["focus", "accent-line"])
@pytest.mark.parametrize("ground", ["canvas", "surface"])
def test_rings_and_lines_can_be_seen(palette, line, ground):
    colours = getattr(theme(), palette).model_dump(by_alias=True)
    assert contrast(colours[line], colours[ground]) >= 3
