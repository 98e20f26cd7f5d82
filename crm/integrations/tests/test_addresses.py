"""Where a webhook may go, and where it must not."""

import socket
from ipaddress import ip_address

import pytest

from crm.integrations.outgoing.addresses import (
    ForbiddenAddressError,
    Target,
    is_public,
    resolved,
    target_of,
)
from crm.integrations.outgoing.posting import post
from crm.lib.refusal import Refusal

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]
OUTSIDE = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_none_of_a_webhooks_business(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_on_the_internet_is(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", [*INSIDE[:6], "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]"])
def test_an_address_inside_is_refused_when_it_is_typed(address):
    with pytest.raises(Refusal, match="inside a network") as refused:
        target_of(f"https://{address}/hooks", inside=False)
    assert (refused.value.field, refused.value.status) == ("url", 422)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://example.com/hooks", "Only https"),
        ("https://localhost/hooks", "inside a network"),
        ("https://db.internal/hooks", "inside a network"),
        ("https://printer.local./hooks", "inside a network"),
        ("ftp://example.com/", "whole address"),
        ("file:///etc/passwd", "whole address"),
        ("example.com/hooks", "whole address"),
        ("https:///hooks", "whole address"),
        ("https://exa mple.com/", "whole address"),
        ("https://example.com/\r\nX-Evil: 1", "whole address"),
        ("https://exämple.com/", "whole address"),
        ("https://user:secret@example.com/", "Leave out"),
        ("https://@example.com/", "Leave out"),
        ("https://example.com/#part", "Leave out"),
        ("https://example.com:99999/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://example.com/" + "x" * 500, "too long"),
    ],
)
def test_what_is_no_address_for_a_webhook_says_why(url, sentence):
    with pytest.raises(Refusal, match=sentence):
        target_of(url, inside=False)


def test_an_address_is_taken_apart():
    target = target_of("https://example.com:8443/a/b?c=d", inside=False)
    assert target == Target("https", "example.com", 8443, "/a/b?c=d")
    assert target_of("https://example.com", inside=False).path == "/"
    assert target_of("http://localhost:9/x", inside=True).port == 9


@pytest.fixture
def names(monkeypatch):
    """A name server of our own: the outside world at its edge."""
    known: dict[str, list[list[str]]] = {}

    def getaddrinfo(host, port, *args, **more):
        answers = known.get(host, [[host]])
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        kinds = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in found]
        return [
            (kind, socket.SOCK_STREAM, 6, "", (address, port))
            for kind, address in zip(kinds, found, strict=True)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def test_a_name_that_leads_inside_is_refused(names):
    names["hooks.example.com"] = [["169.254.169.254"]]
    with pytest.raises(ForbiddenAddressError, match=r"169\.254\.169\.254, which is not"):
        resolved(target_of("https://hooks.example.com/", inside=False), inside=False)


def test_one_inner_address_among_many_is_enough(names):
    names["hooks.example.com"] = [["93.184.215.14", "10.0.0.7"]]
    with pytest.raises(ForbiddenAddressError):
        resolved(target_of("https://hooks.example.com/", inside=False), inside=False)


@pytest.mark.parametrize("number", ["2130706433", "0x7f000001", "127.1"])
def test_a_number_that_the_resolver_reads_as_an_address_is_checked_too(number, names):
    names[number] = [["127.0.0.1"]]
    with pytest.raises(ForbiddenAddressError):
        resolved(target_of(f"https://{number}/", inside=False), inside=False)


def test_a_name_is_asked_once_so_a_second_answer_cannot_lead_inside(names, monkeypatch):
    """DNS rebinding: checked as a public address, then turned to the inside."""
    names["hooks.example.com"] = [["93.184.215.14"], ["127.0.0.1"]]
    called = []

    def connect(address, timeout):
        called.append(address)
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = post("https://hooks.example.com/", b"{}", {}, seconds=1)
    assert called == [("93.184.215.14", 443)]
    assert (answer.code, answer.error) == (None, "ConnectionRefusedError: refused")
