"""Links that open the phone, the mail or the messages with a ready sentence in them."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from crm.leads.config import leads_config
from crm.leads.models import Lead
from crm.lib.business import business


@dataclass(frozen=True)
class Reach:
    """How to reach a lead now; an address that is not known is an empty link."""

    call: str
    text: str
    email: str


def reach(lead: Lead) -> Reach:
    ready = leads_config().ready_sentences
    words = {
        "name": str(lead.contact_info.get("first_name") or lead.name.split(" ")[0]),
        "device": lead.device or _("device"),
        "business": business().name,
    }
    body = quote(ready.sms.format(**words), safe="")
    subject = quote(ready.email_subject.format(**words), safe="")
    letter = quote(ready.email_body.format(**words).replace("\n", "\r\n"), safe="")
    to = quote(lead.email, safe="@")
    return Reach(
        call=f"tel:{lead.phone}" if lead.phone else "",
        text=f"sms:{lead.phone}?body={body}" if lead.phone else "",
        email=f"mailto:{to}?subject={subject}&body={letter}" if lead.email else "",
    )
