"""Headers are understood however they are written."""

import pytest

from crm.transfer import mapping
from crm.transfer.tests import make

PRISMA = "id,email,firstName,lastName,phone,role,isVerified,createdAt"
KNEX = "id,email,first_name,last_name,phone_number,role,email_verified,created_at"
PERSON = ["external_id", "email", "first_name", "last_name", "phone"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (PRISMA, [*PERSON, None, None, "acquisition_date"]),
        (KNEX, [*PERSON, None, None, "acquisition_date"]),
        ("Customer Name,E-Mail Address,Mobile", ["name", "email", "phone"]),
        ("  SURNAME , Post Code,DOB*", ["last_name", "postcode", "birthday"]),
        ("shoe size,colour", [None, None]),
        ("", [None]),
    ],
)
def test_the_guess(headers, expected):
    assert mapping.guess(headers.split(",")) == expected


@pytest.mark.parametrize("headers", [PRISMA, KNEX])
def test_both_models_of_the_platform_are_known(olga, headers):
    row = "u-1,a@example.com,Ann,Able,07700900482,CUSTOMER,true,2024-05-01T09:00:00.000Z"
    upload = make.judged(f"{headers}\n{row}\n".encode(), by=olga)
    kept = upload.rows.get()
    assert (upload.source, kept.outcome, kept.external_id) == ("revivatech", "create", "u-1")
    assert kept.values["acquisition_date"] == "2024-05-01"
