"""The public form: a visitor asks, and nothing they typed is lost."""

import re

import pytest

from crm.accounts.tests import make
from crm.consent.models import Consent
from crm.integrations import rules as integrations
from crm.integrations.models import Approval
from crm.leads.models import Lead
from crm.portal import stamps
from crm.portal.config import portal

TYPED = {
    "name": "Priya Nair",
    "email": "Priya@Example.com",
    "phone": "07700 900123",
    "device": "iPhone 13",
    "issue": "Cracked screen",
    "urgency": "HIGH",
    "message": "It still works, can I wait for it?",
}


@pytest.fixture(autouse=True)
def _patience(monkeypatch, branch):
    """Tests fill in a form faster than anybody; one of them says what happens then."""
    monkeypatch.setattr(stamps, "is_ripe", lambda stamp: True)


def send(client, path="/enquire", **changes):
    typed = {name: value for name, value in (TYPED | changes).items() if value is not None}
    return client.post(path, typed)


def test_an_enquiry_becomes_a_lead_and_says_what_happens_next(client, branch, recorded):
    answer = send(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/enquire?sent=tottenham")
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.phone) == (
        "Priya Nair",
        "priya@example.com",
        "+447700900123",
    )
    assert (lead.device, lead.fault, lead.urgency_level) == ("iPhone 13", "Cracked screen", "HIGH")
    assert lead.initial_needs == "It still works, can I wait for it?"
    assert (lead.source_type, lead.branch) == ("WEBSITE", branch)
    assert lead.score_reasons
    assert recorded() == ["lead.created"]
    thanks = client.get("/enquire?sent=tottenham").content.decode()
    assert "What happens next" in thanks
    assert "09:00–18:00" in thanks


def test_consent_is_kept_with_its_words_only_where_a_box_was_ticked(client):
    client.post("/enquire", TYPED | {"agrees_email": "on"}, headers={"referer": "https://x.test/a"})
    consent = Consent.objects.get()
    assert (consent.channel, consent.purpose, consent.decision) == ("EMAIL", "MARKETING", "GIVEN")
    assert (consent.address, consent.wording) == ("priya@example.com", portal().consent.email)
    assert consent.evidence["page"] == "https://x.test/a"
    assert consent.evidence["ip"] == "127.0.0.1"
    assert "at" in consent.evidence


def test_the_boxes_are_not_ticked_beforehand(client):
    page = client.get("/enquire").content.decode()
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)


@pytest.mark.parametrize(
    ("changes", "says", "focus"),
    [
        ({"name": ""}, "Please tell us your name", "id_name"),
        ({"email": "", "phone": ""}, "so that we can answer", "id_email"),
        ({"email": "priya@"}, "does not look like an email", "id_email"),
        ({"phone": "ring me"}, "does not look like a phone", "id_phone"),
        ({"urgency": "NOW"}, "Select a valid choice", "id_urgency"),
        ({"message": "x" * 4001}, "at most 4000", "id_message"),
        ({"device": "a\0b"}, "Null characters", "id_device"),
        ({"email": "", "agrees_email": "on"}, "untick news by email", "id_email"),
        ({"phone": "", "agrees_sms": "on"}, "untick offers by text", "id_phone"),
    ],
)
def test_a_mistake_shows_every_word_again_and_where_it_is(client, changes, says, focus, recorded):
    answer = send(client, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "It still works" in page or "message" in changes
    field = re.search(rf'<(?:input|select|textarea)[^>]*id="{focus}"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    assert "autofocus" in field
    assert not Lead.objects.exists()
    assert recorded() == []


def test_pressing_twice_asks_once(client):
    send(client)
    again = send(client, name="  priya   NAIR ")
    assert again.status_code == 303
    assert Lead.objects.count() == 1
    send(client, message="And the battery too")
    assert Lead.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"website": "https://spam.test"}, "The hidden field was filled in."),
        ({"message": "http://a.test http://b.test www.c.test"}, "It holds 3 links."),
        ({"message": "Cheap backlinks for you"}, "It mentions backlinks."),
    ],
)
def test_what_looks_like_spam_waits_and_is_not_lost(client, changes, why, rory, recorded):
    assert send(client, agrees_email="on", **changes).status_code == 303
    assert not Lead.objects.exists()
    approval = Approval.objects.get()
    assert (approval.kind, approval.flags) == ("enquiry", [why])
    assert recorded() == ["approval.waiting"]
    send(client, agrees_email="on", **changes)
    assert Approval.objects.count() == 1
    integrations.approve(approval, by=rory)
    assert Lead.objects.get().name == "Priya Nair"
    assert Consent.objects.get().address == "priya@example.com"


def test_too_often_keeps_the_words_and_says_when(client):
    for number in range(10):
        assert send(client, message=f"Number {number}").status_code == 303
    answer = send(client, message="Number 11")
    assert answer.status_code == 429
    assert "Number 11" in answer.content.decode()
    assert int(answer.headers["retry-after"]) > 0
    assert Lead.objects.count() == 10


def test_one_address_is_limited_wherever_it_comes_from(client):
    for number in range(10):
        client.post("/enquire", TYPED | {"message": str(number)}, REMOTE_ADDR=f"10.0.0.{number}")
    last = client.post("/enquire", TYPED | {"message": "11"}, REMOTE_ADDR="10.0.1.1")
    assert last.status_code == 429


def test_a_branch_has_its_own_form_and_a_closed_one_none(client, branch, other_branch):
    send(client, "/enquire/croydon")
    assert Lead.objects.get().branch == other_branch
    assert client.get("/enquire/nowhere").status_code == 404
    other_branch.is_active = False
    other_branch.save()
    assert client.get("/enquire/croydon").status_code == 404


def test_with_two_shops_the_visitor_says_which(client, branch):
    make.branch("Aldgate")
    assert 'name="branch"' in client.get("/enquire").content.decode()
    send(client, branch="tottenham")
    assert Lead.objects.get().branch == branch
    assert "front desk in Tottenham" in client.get("/enquire?sent=tottenham").content.decode()


def test_only_the_embedded_page_may_stand_in_a_frame(client, monkeypatch):
    open_to = portal().model_copy(update={"frame_ancestors": ["https://shop.test"]})
    monkeypatch.setattr("crm.portal.pages.enquiry.portal", lambda: open_to)
    plain = client.get("/enquire")
    assert plain.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]
    for answer in (client.get("/enquire/embed"), send(client, "/enquire/embed", name="")):
        assert "x-frame-options" not in answer.headers
        rules = answer.headers["content-security-policy"].split("; ")
        framing = [rule for rule in rules if rule.startswith("frame-ancestors")]
        assert framing == ["frame-ancestors 'self' https://shop.test"], rules


def test_a_link_may_bring_the_device_along(client):
    page = client.get("/enquire?device=MacBook+Air&issue=Battery").content.decode()
    assert 'value="MacBook Air"' in page
    assert 'value="Battery"' in page


def test_what_was_typed_cannot_become_part_of_the_page(client):
    page = send(client, name="", message="</textarea><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


def test_an_address_with_what_no_text_can_hold_shows_the_page(client, branch):
    assert client.get("/enquire?sent=%00&device=a%00b").status_code == 200
