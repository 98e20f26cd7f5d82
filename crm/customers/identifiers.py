"""What is printed on a device, checked without asking anybody: IMEI and serial number.

Pure: text in, text out. A wrong IMEI is refused, because its last digit proves it wrong; a
serial number that fits no known form is only doubted, because makers change their forms.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.customers import serial_forms
from crm.customers.serial_forms import MAKERS
from crm.lib.refusal import Refusal

IMEI_DIGITS = 15
SOFTWARE_DIGITS = 16  # IMEISV: two digits of software version instead of the check digit
LONGEST_SERIAL = 40
SHORTEST_SERIAL = 5  # "1234" on two devices does not make them one
_NOISE = re.compile(r"[\s\-/.,:]")
_IMEI_WORD = re.compile(r"^\s*imei(\s*sv)?\s*\d?\s*[:#]?\s*(?=[\dA-Za-z])", re.IGNORECASE)
_SERIAL_WORDS = re.compile(r"^(?:(?:SERIAL(?:NUMBER|NO\.?)?|SERVICETAG|S/?N|SNID)[:#])+")
_MISREAD = str.maketrans("OoQDIlLiSsBbZzGg", "0000111155882266")


@dataclass(frozen=True)
class Serial:
    """A serial number in its normal form; `doubt` asks about it, `meant` is what it may be."""

    value: str
    doubt: str = ""
    meant: str = ""


def read_imei(typed: str) -> str:
    """The 15 digits of an IMEI, or nothing for nothing; a wrong one is refused, saying why."""
    digits = normal_imei(typed)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise _refused(_letters(digits))
    if len(digits) == SOFTWARE_DIGITS:
        return digits[:14] + check_digit(digits[:14])
    if len(digits) == IMEI_DIGITS - 1:
        sentence = _(
            "An IMEI has 15 digits, and this has 14. If only the last is missing, it is %(digit)s."
        )
        raise _refused(sentence % {"digit": check_digit(digits)})
    if len(digits) != IMEI_DIGITS:
        sentence = _("An IMEI has 15 digits, and this has %(number)s.")
        raise _refused(sentence % {"number": len(digits)})
    if len(set(digits)) == 1:
        raise _refused(_("No device has this IMEI. Dial *#06# on it to see its own."))
    if not is_imei(digits):
        raise _refused(
            _("One digit of this IMEI is wrong: its check digit does not fit. Look again.")
        )
    return digits


def normal_imei(typed: str) -> str:
    """Without the blanks, dashes and words around it: how one looks for an IMEI."""
    return _NOISE.sub("", _IMEI_WORD.sub("", typed))


def is_imei(digits: str) -> bool:
    return len(digits) == IMEI_DIGITS and digits[-1] == check_digit(digits[:-1])


def check_digit(digits: str) -> str:
    """The digit that makes the Luhn sum of an IMEI end in 0 (3GPP TS 23.003, annex B)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits)]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def type_code(imei: str) -> str:
    """The eight digits that all devices of one model share (the TAC)."""
    return imei[:8]


def normal_serial(typed: str) -> str:
    """`s/n: c02xl0 gyjgh5` as C02XL0GYJGH5: how serial numbers are stored and looked for."""
    return _SERIAL_WORDS.sub("", re.sub(r"\s", "", typed).upper())


def read_serial(typed: str, *, maker: str = "") -> Serial:
    """The serial number, with a question about it when it fits none of the maker's forms."""
    value = normal_serial(typed)
    if len(value) > LONGEST_SERIAL or not value.isprintable():
        raise Refusal(
            _("A serial number has 40 characters at most."), field="serial_number", status=422
        )
    likely, meant = serial_forms.meant(value, maker)
    if not value or meant == value or (not meant and serial_forms.fits(value, maker)):
        return Serial(value)
    if meant:
        return Serial(value, _misread(value, meant, MAKERS[likely].name), meant)
    if maker == "dell" and (tag := serial_forms.service_tag(value)):
        sentence = _("This is the express service code. Did you mean the service tag %(tag)s?")
        return Serial(value, sentence % {"tag": tag}, tag)
    sentence = _("A serial number of %(maker)s has %(said)s, and this has %(number)s. Is it right?")
    told = {"maker": MAKERS[maker].name, "said": MAKERS[maker].said, "number": len(value)}
    return Serial(value, sentence % told)


def _misread(value: str, meant: str, maker: str) -> str:
    letters = {char for char, other in zip(value, meant, strict=True) if char != other}
    sentence = _("%(maker)s does not write %(letters)s there. Did you mean %(meant)s?")
    told = {"maker": maker, "letters": _(" or ").join(sorted(letters)), "meant": meant}
    return sentence % told


def _letters(digits: str) -> str:
    repaired = digits.translate(_MISREAD)
    if repaired.isascii() and repaired.isdigit() and is_imei(repaired):
        return _("An IMEI has digits only. Did you mean %(meant)s?") % {"meant": repaired}
    return _("An IMEI has digits only: 15 of them.")


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, field="imei", status=422)
