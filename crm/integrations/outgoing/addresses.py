"""Where a webhook may go: to the public internet, and to nothing that is inside.

A URL that somebody types makes our server call it, from inside the shop's network. So its
host is resolved here, every address it has must be public, and the caller connects to those
very addresses: a name that answers differently the second time gains nothing.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from crm.lib.refusal import Refusal

Address = IPv4Address | IPv6Address
LONGEST = 500
PORTS = {"https": 443, "http": 80}
_INSIDE = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
# Not on the internet though Python, or some release of it, says so: protocol assignments, 6to4
# relays, Azure's host, local NAT64, the old site-local range.
_NEVER = [
    ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
        *("2001::/23", "64:ff9b:1::/48", "fec0::/10"),
    )
]
_NAT64 = ip_network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """The name leads to somewhere a webhook must not go."""


@dataclass(frozen=True)
class Target:
    """One URL, taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, inside: bool) -> Target:
    """The URL taken apart. Refuses (422) what no webhook may go to, as far as it can be read.

    `inside` allows http and addresses of one's own network, for development.
    """
    parts, port = _split(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.fragment:
        raise _refused(_("Leave out names, passwords and what follows a #."))
    # urlsplit quietly drops line ends and tabs, so the text itself is looked at.
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not host or not plain:
        raise _refused(_("Give a whole address, such as https://example.com/hooks."))
    if parts.scheme != "https" and not inside:
        raise _refused(_("Only https:// is allowed: what is sent is about your customers."))
    if not inside and (host.endswith(_INSIDE) or host in _INSIDE or _is_literally_inside(host)):
        raise _refused(_("This address is inside a network. Webhooks go to the internet."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def resolved(target: Target, *, inside: bool) -> list[str]:
    """Every address of the host; not one of them may be inside."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not inside and not is_public(ip_address(address)):
            raise ForbiddenAddressError(
                _("%(host)s leads to %(address)s, which is not on the internet.")
                % {"host": target.host, "address": address}
            )
    return addresses


def is_public(address: Address) -> bool:
    """On the internet, also when an IPv4 address is wrapped into an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        wrapped = address.ipv4_mapped or address.sixtofour or _translated(address)
        if wrapped:
            return is_public(wrapped)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NEVER)
    )


def _translated(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address a NAT64 gateway would call."""
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _split(url: str) -> tuple[SplitResult, int | None]:
    if len(url) > LONGEST:
        raise _refused(_("This address is too long."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(_("This is not an address.")) from None
    return parts, port


def _is_literally_inside(host: str) -> bool:
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return False  # a name: asked when it is called


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, field="url", status=422)
