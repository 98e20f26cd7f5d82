"""Signing in and out, and second factors: allauth's views at our addresses.

Nothing here signs anybody up, and no address of allauth's that would is listed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from crm.accounts import limits
from crm.accounts.may import public, signed_in
from crm.lib.refusal import Refusal

View = Callable[..., HttpResponse]
# allauth counts failures by account as well; this counts attempts of any kind by address.
RATE = "60/5m"


def _guarded(view: View) -> View:
    """An entrance: open to strangers, who may only try so often."""

    @wraps(view)
    def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            try:
                limits.limit(request, "sign-in", rate=RATE)
            except Refusal as refusal:
                return too_often(request, refusal.message)
        return view(request, *args, **kwargs)

    return public(entrance)


def too_often(request: HttpRequest, message: str) -> HttpResponse:
    return render(request, "429.html", {"message": message}, status=429)


urls = [
    path("sign-in", _guarded(account.login), name="account_login"),
    path("sign-in/code", _guarded(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey", _guarded(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/disabled", public(account.account_inactive), name="account_inactive"),
    path("sign-out", public(account.logout), name="account_logout"),
    path("account/confirm", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey",
        signed_in(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/password", signed_in(account.password_change), name="account_change_password"),
    path("account/password/first", signed_in(account.password_set), name="account_set_password"),
    path("account/security", signed_in(mfa.index), name="mfa_index"),
    path("account/security/app", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "account/security/app/removal",
        signed_in(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/security/recovery-codes",
        signed_in(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/security/recovery-codes/new",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/security/recovery-codes/file",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/security/passkeys", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "account/security/passkeys/new", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"
    ),
    path(
        "account/security/passkeys/<int:pk>",
        signed_in(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/security/passkeys/<int:pk>/removal",
        signed_in(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
