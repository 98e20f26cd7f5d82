"""Stripe as far as we use it, on a real socket: forms, keys, intents, refunds, signatures."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crm.integrations.config import integrations

KEY, SECRET = "sk_test_counter", "whsec_counter"


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str]
    fields: dict[str, str]


@dataclass
class Account:
    """One account at Stripe: what it holds, what it was asked, how it behaves next."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)
    # What happens to the next calls: "hang" does it and never answers, a number refuses.
    next_trouble: list[str | int] = field(default_factory=list)

    def answer(self, call: Call) -> tuple[int, dict[str, Any]]:
        if call.headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"error": {"message": "Invalid API Key provided"}}
        key = call.headers.get("idempotency-key")
        if key in self.answered:
            fields, before = self.answered[key]
            if fields != call.fields:
                return 400, {"error": {"type": "idempotency_error", "message": "Other body"}}
            return 200, before
        code, found = self._carried_out(call)
        if key and code == 200:
            self.answered[key] = (call.fields, found)
        return code, found

    def _carried_out(self, call: Call) -> tuple[int, dict[str, Any]]:
        if call.method == "POST" and call.path == "/v1/payment_intents":
            return 200, self._new_intent(call.fields)
        if call.method == "POST" and call.path == "/v1/refunds":
            return self._new_refund(call.fields)
        intent = self.intents.get(call.path.rsplit("/", 1)[-1])
        if call.method == "GET" and intent:
            charge = {"id": "ch_1", "amount_refunded": self.given_back(intent["id"])}
            return 200, intent | {"latest_charge": charge}
        return 404, {"error": {"message": "No such payment_intent"}}

    def _new_intent(self, fields: dict[str, str]) -> dict[str, Any]:
        name = f"pi_{len(self.intents) + 1}"
        metadata = {
            path[len("metadata[") : -1]: value
            for path, value in fields.items()
            if path.startswith("metadata[")
        }
        self.intents[name] = {
            "id": name,
            "object": "payment_intent",
            "amount": int(fields["amount"]),
            "currency": fields["currency"],
            "status": "requires_payment_method",
            "client_secret": f"{name}_secret",
            "metadata": metadata,
            "latest_charge": None,
        }
        return dict(self.intents[name])

    def _new_refund(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        intent, amount = self.intents[fields["payment_intent"]], int(fields["amount"])
        if self.given_back(intent["id"]) + amount > intent["amount"]:
            return 400, {"error": {"message": "Refund amount is greater than charge amount"}}
        name = f"re_{len(self.refunds) + 1}"
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "payment_intent": intent["id"],
            "amount": amount,
            "status": "succeeded",
        }
        return 200, self.refunds[name]

    def given_back(self, intent: str) -> int:
        return sum(
            one["amount"] for one in self.refunds.values() if one["payment_intent"] == intent
        )

    def pays(self, intent: str) -> dict[str, Any]:
        """The customer's card goes through; the event Stripe would send."""
        self.intents[intent]["status"] = "succeeded"
        return event("payment_intent.succeeded", self.intents[intent])

    def charge(self, intent: str) -> dict[str, Any]:
        amount, back = self.intents[intent]["amount"], self.given_back(intent)
        return {
            "id": "ch_1",
            "object": "charge",
            "payment_intent": intent,
            "amount": amount,
            "amount_refunded": back,
            "refunded": back == amount,
        }


def event(kind: str, about: dict[str, Any], number: str = "") -> dict[str, Any]:
    return {
        "id": number or f"evt_{kind}_{about['id']}",
        "object": "event",
        "type": kind,
        "created": int(time.time()),
        "data": {"object": about},
    }


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


@contextmanager
def running() -> Iterator[Account]:
    account = Account()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            call = Call(
                self.command,
                urlsplit(self.path).path,
                {name.lower(): value for name, value in self.headers.items()},
                {name: values[0] for name, values in parse_qs(body).items()},
            )
            account.calls.append(call)
            trouble = account.next_trouble.pop(0) if account.next_trouble else None
            if isinstance(trouble, int):
                code, found = trouble, {"error": {"message": "Your card was declined."}}
            else:
                code, found = account.answer(call)
            if trouble == "hang":
                time.sleep(1.5)
                return
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *args: object) -> None:
            """Quietly."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *args: object) -> None:
            """A caller who gives up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    account.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield account
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def connected(settings: Any, monkeypatch: Any) -> Iterator[Account]:
    """A shop that has switched its Stripe account on."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
    with running() as account:
        known = integrations()
        changes = {"enabled": True, "api": account.url, "timeout_seconds": 1}
        stripe = known.stripe.model_copy(update=changes)
        value = known.model_copy(update={"stripe": stripe})
        current = (value, integrations.version, integrations.content)
        monkeypatch.setattr(integrations, "_current", current)
        yield account
