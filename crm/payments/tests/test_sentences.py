"""Every verb of this package has a sentence that a person can read."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

PARTICULARS = {
    "amount": "40.00",
    "method_label": "Cash",
    "reference": "FX-1042",
    "reason": "Scratched",
    "number": "CN-00007",
    "of": "INV-00003",
    "kind_label": "Payment",
    "day": "2026-11-20",
    "branch_name": "Tottenham",
    "difference": "-1.50",
}
SENTENCES = {
    "cash_up.closed": "Rory cashed up 2026-11-20 in Tottenham, with a difference of £-1.50",
    "invoice.credited": "Rory credited £40.00 of INV-00003: CN-00007 (Scratched)",
    "invoice.issued": "Rory invoiced FX-1042: CN-00007, £40.00",
    "payment.credit_given": "Rory gave £40.00 of store credit: Scratched",
    "payment.disputed": "The cardholder disputes the payment of £40.00 for FX-1042",
    "payment.failed": "A payment of £40.00 for FX-1042 failed: Scratched",
    "payment.refunded": "Rory gave £40.00 back for FX-1042 (cash): Scratched",
    "payment.reversed": "Rory took back a mistake (£40.00, payment): Scratched",
    "payment.taken": "Rory took £40.00 for FX-1042 (cash)",
    "payment.written_off": "Rory wrote off £40.00 of FX-1042: Scratched",
}


def test_every_template_is_read_here():
    folder = Path(__file__).parent.parent / "templates" / "activity"
    assert sorted(path.stem for path in folder.glob("*.txt")) == sorted(SENTENCES)


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_the_sentence(verb):
    told = render_to_string(f"activity/{verb}.txt", {"by": "Rory", "particulars": PARTICULARS})
    assert told.strip() == SENTENCES[verb]


def test_a_deposit_says_so():
    particulars = PARTICULARS | {"kind": "DEPOSIT"}
    told = render_to_string(
        "activity/payment.taken.txt", {"by": "Rory", "particulars": particulars}
    )
    assert told.strip() == "Rory took £40.00 for FX-1042 (cash), as a deposit"
