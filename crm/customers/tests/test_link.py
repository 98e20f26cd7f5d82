"""Another system's number for a customer is remembered once."""

from crm.customers import rules


def someone(branch, by, **more):
    return rules.make(rules.Profile(first_name="Jo", **more), by=by, branch=branch)


def test_the_first_link_is_kept_and_recorded(branch, rory, recorded):
    customer = someone(branch, rory)
    rules.link(customer, source="revivatech", external_id="cuid-1", by=rory)
    rules.link(customer, source="revivatech", external_id="cuid-2", by=rory)
    customer.refresh_from_db()
    assert (customer.external_source, customer.external_id) == ("revivatech", "cuid-1")
    assert recorded() == ["customer.created", "customer.access_granted", "customer.linked"]


def test_a_person_may_decide_who_somebody_is(branch, rory):
    customer = someone(branch, rory, email="jo@example.com")
    other_words = rules.Profile(first_name="J.", email="jo.bloggs@example.com")
    found, is_new = rules.find_or_make(other_words, by=rory, branch=branch, into=customer)
    assert (found, is_new) == (customer, False)
    again, is_new = rules.find_or_make(other_words, by=rory, branch=branch)
    assert (again, is_new) == (customer, False)
