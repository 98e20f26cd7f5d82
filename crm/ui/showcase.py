"""The words the page `/design` shows its components with."""

from datetime import timedelta
from typing import Any

from django import forms

from crm.lib import clock
from crm.ui.chart import Chart, Series
from crm.ui.config import theme


class Sample(forms.Form):
    """A form with every kind of field, one of them wrong."""

    name = forms.CharField(max_length=80, help_text="As they like to be called.")
    email = forms.EmailField(required=False)
    fault = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    urgency = forms.ChoiceField(choices=[("LOW", "Can wait"), ("URGENT", "Urgent")])
    reply_by = forms.ChoiceField(
        choices=[("phone", "Phone"), ("email", "Email")], widget=forms.RadioSelect
    )
    news = forms.BooleanField(required=False, label="Send me news and offers by email")


CARDS = {
    "new": [
        {"id": "1", "title": "Priya Nair", "line": "MacBook Pro 14″ 2021 · liquid damage",
         "score": 86, "band": "hot", "badges": [("Urgent", "danger"), ("Website", "")], "when": "now"},
        {"id": "2", "title": "Tom Okafor", "line": "iPhone 13 · cracked screen", "score": 64,
         "band": "warm", "badges": [("Walk-in", ""), ("Looks like T. Okafor, 2024", "warning")]},
        {"id": "3", "title": "hello@brightdental.example", "line": "4 × Dell Latitude · slow",
         "score": 41, "band": "cold", "badges": [("Email", "")], "when": "42 min"},
    ],
    "qualifying": [
        {"id": "4", "title": "Marta Silva", "line": "PlayStation 5 · no picture on HDMI", "score": 72,
         "band": "warm", "badges": [("Call was due 10:30", "danger")], "initials": "RB", "name": "Rory Byrne"},
        {"id": "5", "title": "James Whitfield", "line": "Surface Laptop 4 · will not charge", "score": 61,
         "band": "warm", "badges": [("Call tomorrow 09:15", "")], "initials": "RB", "name": "Rory Byrne"},
    ],
    "qualified": [
        {"id": "6", "title": "Chloe Bennett", "line": "MacBook Air M1 · battery, £149 quoted", "score": 91,
         "band": "hot", "badges": [("Quote opened twice", "success")], "initials": "TE", "name": "Tess Evans"},
    ],
}  # fmt: skip

STATS = [
    {"label": "Revenue", "value": "£18,460", "note": "12% · target £20k", "tone": "success", "trend": "up"},
    {"label": "Lead conversion", "value": "38%", "note": "4 pts · 212 leads", "tone": "success", "trend": "up"},
    {"label": "First reply", "value": "11 min", "note": "6 min · p90 1 h 40", "tone": "success", "trend": "down"},
    {"label": "Churn, 12 months", "value": "29%", "note": "1.2 pts", "tone": "danger", "trend": "up"},
    {"label": "Satisfaction", "value": "4.8", "unit": "of 5, 5 answers", "note": "", "tone": "", "trend": ""},
]  # fmt: skip

REVENUE = Chart(
    title="Revenue in pounds per week: this year it rises from 2,100 to 7,400, last year to 5,100.",
    names=[f"W{week}" for week in range(1, 13)],
    series=[
        Series("This year", [2100, 2700, 2900, 4200, 4100, 4000, 5100, 4900, 4700, 5900, 5800, 7400]),
        Series("Last year", [1600, 1800, 2000, 3000, 2900, 2800, 3700, 3600, 3300, 4100, 4000, 5100]),
    ],
    unit="£",
)  # fmt: skip
SOURCES = Chart(
    title="Leads by source: website 84, walk-in 61, phone 37, email 18, referral 12.",
    names=["Website", "Walk-in", "Phone", "Email", "Referral"],
    series=[Series("Leads", [84, 61, 37, 18, 12])],
)


def context() -> dict[str, Any]:
    """Everything `ui/design.html` shows."""
    now = clock.now()
    wrong = Sample({"name": "", "email": "priya@", "urgency": "URGENT", "reply_by": "phone"})
    return {
        "form": wrong,
        "cards": CARDS,
        "stats": STATS,
        "revenue": REVENUE,
        "sources": SOURCES,
        "palette": theme().light.properties(),
        "an_hour_ago": now - timedelta(hours=2),
        "yesterday": now - timedelta(days=1, hours=1),
        "tomorrow": now + timedelta(days=1),
        "tabs": [
            {"label": "Timeline", "href": "#timeline", "current": True},
            {"label": "Devices", "href": "#table", "number": 3},
            {"label": "Bookings", "href": "#form", "number": 6},
        ],
        "filters": [
            {"label": "Mine and unassigned", "href": "#board", "current": True},
            {"label": "Any source", "href": "#board"},
            {"label": "Score 40+", "href": "#board"},
        ],
        "columns": [
            {"label": "Name", "href": "#table", "sorted": "ascending"},
            {"label": "Device"},
            {"label": "Score"},
            {"label": "Value", "numeric": "yes"},
        ],
    }
