"""What makes an enquiry look like spam. It is never thrown away: somebody looks at it."""

import re

from django.utils.translation import gettext as _

from crm.portal.config import portal

_LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)


def flags(text: str, *, trap: str) -> list[str]:
    """The reasons for doubt, in words for whoever decides; none for nearly everybody.

    `trap` is the field that people do not see: programs fill it in, and so, rarely, does a
    browser that fills in too much, which is why it only raises doubt.
    """
    guard = portal().guard
    found = []
    if trap.strip():
        found.append(_("The hidden field was filled in."))
    links = len(_LINK.findall(text))
    if links > guard.most_links:
        found.append(_("It holds %(links)d links.") % {"links": links})
    words = [word for word in guard.suspicious_words if _says(text, word)]
    if words:
        found.append(_("It mentions %(words)s.") % {"words": ", ".join(words)})
    return found


def _says(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None
