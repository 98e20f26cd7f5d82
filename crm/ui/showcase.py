"""The words the page `/design` shows its components with."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from crm.lib import clock
from crm.ui.chart import Chart, Series
from crm.ui.config import theme
from crm.ui.waterfall import Step, Waterfall


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

    def clean(self) -> None:
        raise forms.ValidationError("Give an email or a phone, so that we can answer.")


class Fact(forms.Form):
    """One fact of a person, being changed in its place."""

    prefers = forms.CharField(max_length=40, label="Prefers")


def _card(title: str, line: str, score: int, band: str, **foot: Any) -> dict[str, Any]:
    return {
        "id": title.split(maxsplit=1)[0].lower(),
        "title": title,
        "line": line,
        "score": score,
        "band": band,
    } | foot


def _stat(label: str, value: str, note: str, tone: str, trend: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "tone": tone, "trend": trend}


PRICE = Waterfall(
    [
        Step("Base price", Decimal(149), Decimal(149), "iPhone 13"),
        Step("Urgency", Decimal("74.50"), Decimal("223.50"), "Urgent, × 1.5"),
        Step("Loyalty", Decimal("-22.35"), Decimal("201.15"), "Silver, × 0.9"),
        Step("Rounding", Decimal("-0.15"), Decimal(201)),
    ],
    "Price, with VAT",
)
RORY = {"initials": "RB", "name": "Rory Byrne"}
TESS = {"initials": "TE", "name": "Tess Evans"}
URGENT, WEBSITE = ("Urgent", "danger"), ("Website", "")
WALK_IN, EMAIL = ("Walk-in", ""), ("Email", "")
KNOWN = ("Looks like T. Okafor, 2024", "warning")
LATE, TOMORROW = ("Call was due 10:30", "danger"), ("Call tomorrow 09:15", "")
OPENED = ("Quote opened twice", "success")
CARDS = {
    "new": [
        _card(
            "Priya Nair",
            "MacBook Pro 14″ 2021 · liquid damage",
            86,
            "hot",
            badges=[URGENT, WEBSITE],
            when="now",
        ),
        _card("Tom Okafor", "iPhone 13 · cracked screen", 64, "warm", badges=[WALK_IN, KNOWN]),
        _card(
            "hello@dental.example",
            "4 × Dell Latitude · slow",
            41,
            "cold",
            badges=[EMAIL],
            when="42 min",
        ),
    ],
    "qualifying": [
        _card(
            "Marta Silva", "PlayStation 5 · no picture on HDMI", 72, "warm", badges=[LATE], **RORY
        ),
        _card("James Whitfield", "Surface Laptop 4 · dead", 61, "warm", badges=[TOMORROW], **RORY),
    ],
    "qualified": [
        _card(
            "Chloe Bennett",
            "MacBook Air M1 · battery, £149 quoted",
            91,
            "hot",
            badges=[OPENED],
            **TESS,
        ),
    ],
}
STATS = [
    _stat("Revenue", "£18,460", "12% · target £20k", "success", "up"),
    _stat("Lead conversion", "38%", "4 pts · 212 leads", "success", "up"),
    _stat("First reply", "11 min", "6 min · p90 1 h 40", "success", "down"),
    _stat("Churn, 12 months", "29%", "1.2 pts", "danger", "up"),
    _stat("Satisfaction", "4.8", "of 5, 5 answers", "", ""),
]
THIS_YEAR = Series("This year", [21, 27, 29, 42, 41, 40, 51, 49, 47, 59, 58, 74])
LAST_YEAR = Series("Last year", [16, 18, 20, 30, 29, 28, 37, 36, 33, 41, 40, 51])
REPAIRS = Chart(
    title="Repairs a week: this year they rise from 21 to 74, last year from 16 to 51.",
    names=[f"W{week}" for week in range(1, 13)],
    series=[THIS_YEAR, LAST_YEAR],
)
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
        "fact": Fact(initial={"prefers": "SMS, after 17:00"}),
        "cards": CARDS,
        "stats": STATS,
        "repairs": REPAIRS,
        "sources": SOURCES,
        "price": PRICE,
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
            {
                "label": "Any source",
                "choices": [("Any source", "#board", True), ("Website", "#board", False)],
            },
            {"label": "Score 40+", "href": "#board"},
        ],
        "columns": [
            {"label": "Name", "href": "#table", "sorted": "ascending"},
            {"label": "Device"},
            {"label": "Score"},
            {"label": "Value", "numeric": "yes"},
        ],
    }
