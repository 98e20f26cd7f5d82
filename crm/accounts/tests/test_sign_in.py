"""Signing in: password, second factor, limits, and the doors that are not there."""

import pytest
from allauth.account import app_settings as account_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from crm.accounts import rules
from crm.accounts.auth import staff_of_session
from crm.accounts.models import RateCount, Staff
from crm.accounts.tests import make

PASSWORD = "a kettle of fish"
SIGN_IN = "/sign-in"


@pytest.fixture
def nia(branch):
    return make.staff("Nia New", "front_desk", branch, password=PASSWORD)


@pytest.fixture
def browser(db):
    return Client()


def attempt(browser, email, password):
    return browser.post(SIGN_IN, {"login": email, "password": password})


def test_the_right_password_opens_the_page_they_wanted(browser, nia):
    turned_away = browser.get("/settings/you")
    assert turned_away["Location"] == "/sign-in?next=/settings/you"
    answer = browser.post(
        turned_away["Location"], {"login": "NIA-NEW@fixit.example", "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/settings/you")
    assert browser.get("/settings/you").status_code == 200


def test_a_wrong_password_and_an_unknown_email_look_the_same(browser, nia):
    known = attempt(browser, nia.email, "wrong").content.decode()
    unknown = attempt(browser, "nobody@fixit.example", "wrong").content.decode()
    sentence = "The email address and/or password you specified are not correct."
    assert sentence in known
    assert sentence in unknown


def test_a_disabled_person_does_not_get_in(browser, nia, olga):
    rules.disable(nia, by=olga)
    attempt(browser, nia.email, PASSWORD)
    assert browser.get("/settings/you").status_code == 302


def test_an_account_that_is_no_person_does_not_get_in(browser):
    Staff.objects.system()
    assert attempt(browser, "", "!").status_code == 200
    assert browser.get("/settings/you").status_code == 302


def test_guessing_one_account_is_slowed_down(browser, nia):
    for _ in range(11):
        answer = attempt(browser, nia.email, "wrong")
    assert "Too many failed login attempts" in answer.content.decode()
    assert "Too many failed" in attempt(browser, nia.email, PASSWORD).content.decode()


def test_sign_in_attempts_are_counted_in_the_database(browser):
    attempt(browser, "nobody@fixit.example", "wrong")
    assert RateCount.objects.get().bucket == "sign-in:127.0.0.1"


def test_too_many_attempts_from_one_address_are_answered_429(browser):
    for number in range(61):
        answer = attempt(browser, f"nobody{number}@fixit.example", "wrong")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_signing_out_needs_a_button_not_a_link(browser, nia):
    browser.force_login(nia)
    browser.get("/sign-out")
    assert browser.get("/settings/you").status_code == 200
    browser.post("/sign-out")
    assert browser.get("/settings/you").status_code == 302


def test_a_second_factor_stands_between_password_and_page(browser, nia):
    totp = TOTP.activate(nia, "JBSWY3DPEHPK3PXP")
    answer = attempt(browser, nia.email, PASSWORD)
    assert answer["Location"] == "/sign-in/code"
    assert browser.get("/settings/you").status_code == 302
    assert browser.post("/sign-in/code", {"code": "000000"}).status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    assert browser.post("/sign-in/code", {"code": code}).status_code == 302
    assert browser.get("/settings/you").status_code == 200
    assert totp.instance.user == nia


def test_the_seed_of_the_codes_is_not_kept_in_the_clear(nia):
    TOTP.activate(nia, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get().data)


def test_changing_the_password_is_recorded(browser, nia, recorded):
    attempt(browser, nia.email, PASSWORD)
    new = "a basket of chips"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post(reverse("account_change_password"), form).status_code == 302
    nia.refresh_from_db()
    assert nia.check_password(new)
    assert recorded() == ["staff.sign_in_changed"]


def test_passkeys_are_offered(browser):
    page = browser.get(SIGN_IN).content.decode()
    assert "Use a passkey" in page
    options = browser.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["rpId"] == "testserver"


@pytest.mark.parametrize("page", ["mfa_index", "mfa_add_webauthn", "mfa_activate_totp"])
def test_the_pages_of_second_factors_open(browser, nia, page):
    attempt(browser, nia.email, PASSWORD)
    asked = browser.get(reverse(page))
    if asked.status_code == 302:  # before anything changes, they show that it is them
        assert "Is it you?" in browser.get(asked["Location"]).content.decode()
        browser.post(asked["Location"], {"password": PASSWORD})
    answer = browser.get(reverse(page))
    assert answer.status_code == 200
    assert "<style" not in answer.content.decode()
    assert 'style="' not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "socialaccount_signup", "mfa_signup_webauthn"],
)
def test_nobody_signs_themselves_up(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert account_settings.ADAPTER == "crm.accounts.adapter.SignIn"


@pytest.mark.parametrize("key", ["\\000" + "a" * 31, "' OR 1=1 --", "short"])
def test_a_cookie_that_is_no_session_is_a_strangers(client, branch, key):
    cookie = {"cookie": f'{settings.SESSION_COOKIE_NAME}="{key}"'}
    assert client.get(reverse("you"), headers=cookie).status_code == 302
    assert client.get("/enquire", headers=cookie).status_code == 200
    assert staff_of_session(key.replace("\\000", "\0")) is None
