"""The forms that makers give their serial numbers, as far as they are commonly known.

No form is a proof: makers change them, and boards are swapped. So they only ever lead to a
question, and whoever holds the device decides.
"""

import re
from dataclasses import dataclass
from itertools import product

from crm.criteria.folding import folded

ALIKE = {"O": "0", "0": "O", "I": "1", "1": "I", "Q": "0", "L": "1"}
MOST_ALIKE = 8  # 2 to the 8th readings are tried at most
_SAFE = "[A-HJ-NP-Z0-9]"  # hardly any maker writes O and I, for the reason this file exists
_APPLE_PLANTS = "C02|C07|C17|C1M|C39|C3C|C6K|C76|C7C|C8Q|CK1|D25|DCP|DGK|DLX|DMP|DNP|DQG|F17|F18"
_APPLE_PLANTS += "|F2L|F4K|F5K|FCH|FD1|FD5|FFM|FK1|FV9|G0N|G6T|GCG|GG7|H4X|HNL|HQ1"


@dataclass(frozen=True)
class Form:
    """A telling form is recognised without knowing the maker."""

    maker: str
    pattern: str
    is_telling: bool = False

    def fits(self, serial: str) -> bool:
        return re.fullmatch(self.pattern, serial) is not None


@dataclass(frozen=True)
class Maker:
    """`said` completes "A serial number of Apple has ..."; `words` are how people name it."""

    name: str
    said: str
    words: str


MAKERS = {
    "apple": Maker("Apple", "10 or 12 characters", "apple macbook imac iphone ipad airpods mac"),
    "samsung": Maker("Samsung", "11 or 15 characters", "samsung galaxy"),
    "dell": Maker("Dell", "7 characters", "dell alienware latitude optiplex inspiron xps"),
    "hp": Maker("HP", "10 characters", "hp hewlett-packard elitebook probook pavilion omen"),
    "lenovo": Maker("Lenovo", "8 characters", "lenovo thinkpad ideapad thinkcentre"),
    "sony": Maker("Sony", "digits after two letters at most", "sony playstation ps4 ps5"),
    "nintendo": Maker("Nintendo", "letters first, then digits", "nintendo switch joy-con"),
    "microsoft": Maker("Microsoft", "11 to 14 digits", "microsoft surface xbox"),
    "asus": Maker("Asus", "12 or 15 characters", "asus zenbook vivobook rog"),
    "acer": Maker("Acer", "22 characters, or 11 or 12 digits", "acer aspire"),
}
_FORMS = (
    Form("apple", rf"(?:{_APPLE_PLANTS}){_SAFE}{{9}}", is_telling=True),
    Form("apple", rf"{_SAFE}{{10}}|{_SAFE}{{12}}"),
    Form("apple", rf"{_SAFE}{{11}}"),  # before 2010
    Form("samsung", rf"R{_SAFE}{{10}}|{_SAFE}{{15}}"),
    Form("dell", rf"{_SAFE}{{7}}"),
    Form("hp", rf"(?:5CD|5CG|CND|CNU|8CG|8CC|CZC|MXL|4CE)\d{{3}}{_SAFE}{{4}}", is_telling=True),
    Form("hp", rf"[A-Z0-9]{{3}}\d{{3}}{_SAFE}{{4}}"),
    Form("lenovo", rf"[A-Z]{_SAFE}{{7}}"),
    Form("sony", r"[A-Z]{0,2}\d{7,17}"),
    Form("nintendo", r"X[A-Z]{2}\d{11}", is_telling=True),
    Form("nintendo", r"[A-Z]{1,3}\d{8,11}"),
    Form("microsoft", r"\d{11,14}"),
    Form("asus", rf"{_SAFE}{{12}}|{_SAFE}{{15}}"),
    Form("acer", rf"{_SAFE}{{22}}|\d{{11,12}}"),
)
_BY_WORD = {word: key for key, maker in MAKERS.items() for word in maker.words.split()}


def maker_of(text: str) -> str:
    """Who makes a `MacBook Pro 14, 2021`: the first word that tells, or nothing."""
    words = re.findall(r"[a-z0-9-]+", folded(text))
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), "")


def fits(serial: str, maker: str) -> bool:
    """Is it in a form of this maker's? Of a maker whose forms nobody told us, anything is."""
    forms = [form for form in _FORMS if form.maker == maker]
    return not forms or any(form.fits(serial) for form in forms)


def meant(serial: str, maker: str) -> tuple[str, str]:
    """(maker, what was meant) if only O and 0, or I and 1, were taken for each other.

    Without a maker only forms that tell their own are tried.
    """
    if maker:
        forms = [form for form in _FORMS if form.maker == maker]
    else:
        forms = [form for form in _FORMS if form.is_telling]
    for reading in [serial, *_other_readings(serial)]:
        for form in forms:
            if form.fits(reading):
                return form.maker, reading
    return "", ""


def service_tag(express_code: str) -> str:
    """Dell prints the service tag also as a number, the express service code: base 36 of it."""
    if not re.fullmatch(r"[0-9]{9,11}", express_code):
        return ""
    number, tag = int(express_code), ""
    while number:
        number, digit = divmod(number, 36)
        tag = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + tag
    return tag if fits(tag, "dell") else ""


def _other_readings(serial: str) -> list[str]:
    """All ways to read it otherwise, those that change the least first."""
    places = [place for place, char in enumerate(serial) if char in ALIKE]
    if not 0 < len(places) <= MOST_ALIKE:
        return []
    readings = []
    for choice in product((False, True), repeat=len(places)):
        chars = list(serial)
        for place, is_other in zip(places, choice, strict=True):
            chars[place] = ALIKE[chars[place]] if is_other else chars[place]
        readings.append((sum(choice), "".join(chars)))
    return [text for changes, text in sorted(readings) if changes]
