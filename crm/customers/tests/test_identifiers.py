"""IMEIs and serial numbers, as people read them off and mistype them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.customers import identifiers
from crm.customers.serial_forms import ALIKE, maker_of
from crm.lib.refusal import Refusal

IMEI = "356938035643809"  # the example everybody gives
fourteen = st.text("0123456789", min_size=14, max_size=14).filter(lambda text: len(set(text)) > 1)


def whole(digits):
    return digits + identifiers.check_digit(digits)


@given(fourteen)
def test_every_imei_with_its_check_digit_is_read(digits):
    assert identifiers.read_imei(whole(digits)) == whole(digits)


@given(fourteen, st.integers(0, 14), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(digits, place, by):
    imei = whole(digits)
    wrong = str((int(imei[place]) + by) % 10)
    with pytest.raises(Refusal):
        identifiers.read_imei(imei[:place] + wrong + imei[place + 1 :])


@given(fourteen, st.integers(0, 13))
def test_two_neighbours_swapped_are_caught_unless_0_and_9(digits, place):
    imei = whole(digits)
    pair = imei[place : place + 2]
    if pair[0] == pair[1] or set(pair) == {"0", "9"}:
        return  # Luhn's known blind spot
    with pytest.raises(Refusal):
        identifiers.read_imei(imei[:place] + pair[::-1] + imei[place + 2 :])


def attempt(text):
    try:
        return identifiers.read_imei(text), None
    except Refusal as refusal:
        return None, refusal


@given(st.text(max_size=40))
def test_anything_is_answered_with_an_imei_or_a_sentence(text):
    read, refusal = attempt(text)
    if refusal is None:
        assert read == "" or identifiers.is_imei(read)
    else:
        assert refusal.field == "imei"
        assert refusal.message.endswith((".", "?"))


@pytest.mark.parametrize(
    "typed",
    [
        "35 693803 564380 9",
        "IMEI: 35-693803-564380-9",
        "imei 1: 356938/03/564380/9",
        "3569380356438012",  # IMEISV: the check digit is worked out
        " 356938035643809 ",
    ],
)
def test_an_imei_is_read_however_it_is_written(typed):
    assert identifiers.read_imei(typed) == IMEI


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("356938035643808", "One digit of this IMEI is wrong: its check digit does not fit."),
        ("35693803564380", "and this has 14. If only the last is missing, it is 9."),
        ("12345", "An IMEI has 15 digits, and this has 5."),
        ("35693803564380912", "and this has 17."),
        ("3S6938O35643809", "Did you mean 356938035643809?"),
        ("000000000000000", "No device has this IMEI."),
        ("my phone", "An IMEI has digits only: 15 of them."),
        ("٣٥٦٩٣٨٠٣٥٦٤٣٨٠٩", "An IMEI has digits only"),
    ],
)
def test_a_wrong_imei_is_refused_with_the_reason(typed, sentence):
    with pytest.raises(Refusal) as refusal:
        identifiers.read_imei(typed)
    assert sentence in refusal.value.message


def test_nothing_is_nothing():
    assert identifiers.read_imei("  ") == ""
    assert identifiers.read_serial("  ", maker="apple") == identifiers.Serial("")


def test_devices_of_one_model_share_eight_digits():
    assert identifiers.type_code(IMEI) == "35693803"


@pytest.mark.parametrize(
    ("typed", "maker"),
    [
        ("C02XL0GYJGH5", "apple"),
        ("s/n: c02xl0 gyjgh5", "apple"),
        ("Serial number: H7QX2N9F4K", "apple"),
        ("S/N: S/N: H7QX2N9F4K", "apple"),
        ("R58M123ABCD", "samsung"),
        ("Service Tag: 7B4X5Z2", "dell"),
        ("5CD1234ABC", "hp"),
        ("PF1ABCD2", "lenovo"),
        ("XAW10012345678", "nintendo"),
        ("012345678953", "microsoft"),
        ("whatever-1", ""),
        ("I0O1", ""),
        ("anything", "fairphone"),
    ],
)
def test_a_serial_in_a_form_of_its_maker_is_not_doubted(typed, maker):
    assert identifiers.read_serial(typed, maker=maker).doubt == ""


@pytest.mark.parametrize(
    ("typed", "maker", "meant"),
    [
        ("C02XLOGYJGH5", "apple", "C02XL0GYJGH5"),
        ("CO2XL0GYJGH5", "apple", "C02XL0GYJGH5"),
        ("co2xlogyjgh5", "", "C02XL0GYJGH5"),
        ("C02XL0GYJGHI", "apple", "C02XL0GYJGH1"),
        ("5CDI234ABC", "hp", "5CD1234ABC"),
        ("XAWIOO12345678", "nintendo", "XAW10012345678"),
        ("0I2345678953", "microsoft", "012345678953"),
        ("16066459999", "dell", "7DPJZVJ"),
    ],
)
def test_what_was_probably_meant_is_asked(typed, maker, meant):
    read = identifiers.read_serial(typed, maker=maker)
    assert read.meant == meant
    assert read.doubt.endswith(f"{meant}?")
    assert read.value == typed.upper(), "and it is kept as typed, should they say so"


def test_a_doubt_says_what_is_strange():
    read = identifiers.read_serial("C02XL0GYJGH5X", maker="apple")
    assert read.meant == ""
    assert read.doubt == (
        "A serial number of Apple has 10 or 12 characters, and this has 13. Is it right?"
    )
    misread = identifiers.read_serial("CO2XL0GYJGH5", maker="apple")
    assert misread.doubt == "Apple does not write O there. Did you mean C02XL0GYJGH5?"


def test_a_serial_that_no_column_could_hold_is_refused():
    with pytest.raises(Refusal, match="40 characters"):
        identifiers.read_serial("X" * 41)


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=9, max_size=9), st.data())
def test_an_apple_serial_with_one_letter_misread_is_asked_about(rest, data):
    serial = f"C02{rest}"
    places = [place for place, char in enumerate(serial) if char in "01"]
    place = data.draw(st.sampled_from(places))
    misread = serial[:place] + ALIKE[serial[place]] + serial[place + 1 :]
    read = identifiers.read_serial(misread, maker="apple")
    if sum(char in ALIKE for char in misread) <= 8:
        assert identifiers.read_serial(read.meant, maker="apple").doubt == ""
    assert read.doubt


@given(st.text(max_size=60), st.sampled_from(["", "apple", "dell", "hp", "sony"]))
def test_reading_what_was_read_changes_nothing(text, maker):
    try:
        once = identifiers.read_serial(text, maker=maker)
    except Refusal:
        return
    assert identifiers.read_serial(once.value, maker=maker).value == once.value


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("MacBook Pro 14 2021", "apple"),
        ("Apple iPhone 13", "apple"),
        ("Galaxy S21", "samsung"),
        ("a ThinkPad", "lenovo"),
        ("PS5", "sony"),
        ("Fairphone 4", ""),
        ("", ""),
    ],
)
def test_the_maker_is_told_from_what_people_say(text, maker):
    assert maker_of(text) == maker
