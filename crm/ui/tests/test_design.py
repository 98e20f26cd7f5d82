import re
from pathlib import Path

from django.template.loader import render_to_string

COMPONENTS = Path(__file__).resolve().parents[1] / "templates" / "ui" / "components"
# For people who signed in, and answers that only complete what is there.
NOT_ON_IT = {"nav_counts", "options", "settings_nav", "theme_switch"}


def test_it_opens_without_signing_in(client):
    response = client.get("/design")
    assert response.status_code == 200
    assert "<h1>Design system</h1>" in response.content.decode()


def test_it_shows_every_component(client):
    response = client.get("/design")
    shown = {Path(template.name).stem for template in response.templates if template.name}
    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown == NOT_ON_IT


def test_nothing_is_fetched_from_elsewhere(client):
    page = client.get("/design").content.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []


def test_an_address_that_leads_nowhere_says_so(client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "We looked and found nothing at this address" in response.content.decode()


def test_the_page_of_a_failure_needs_nothing_that_could_have_failed():
    page = render_to_string("500.html")
    assert "Something broke on our side" in page
    assert re.findall(r'href="([^"]*)"', page) == ["/static/ui/error.css", "/"]


def test_a_form_in_a_dialog_is_told_from_its_page():
    page = render_to_string("ui/components/dialog.html", {"title": "Lost", "content": "…"})
    assert 'aria-labelledby="dialog-title"' in page
    assert '<h2 id="dialog-title">Lost</h2>' in page
