"""Is the page that asks one of ours?"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_ours(origin: str | None, host: str | None) -> bool:
    """The product's own address, or the one the browser reached us by if it is a known host."""
    if not origin:
        return False
    if origin == settings.BASE_URL:
        return True
    parts = urlsplit(origin)
    domain, _port = split_domain_port(host or "")
    same = parts.scheme in {"http", "https"} and parts.netloc.lower() == (host or "").lower()
    return same and validate_host(domain, settings.ALLOWED_HOSTS)
