"""How allauth, which does the signing in, is told about our house."""

from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from crm.accounts import limits, rules
from crm.accounts.models import Staff
from crm.lib import sealing

SEEDS = "crm.accounts.totp"
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's own
        """Nobody signs themselves up: people come by a link."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.address(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The page that follows says that somebody is in or out; a toast would repeat it."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in SILENT:
            super().add_message(request, level, *args, **kwargs)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Staff,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's own signature
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """What allauth would mail about a password or second factor goes into the log."""
        rules.note_sign_in_change(user, template_prefix.rpartition("/")[2])


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the seeds of TOTP codes encrypted, so that a copied database cannot make codes."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(SEEDS, text)

    def build_totp_svg(self, url: str) -> str:
        """The square on white: on a dark page a see-through one cannot be scanned."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(SEEDS, encrypted_text)
