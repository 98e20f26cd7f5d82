"""`contact_info` of a lead: free enough for a walk-in, strict about what we will dial."""

from dataclasses import dataclass
from typing import Any

from crm.customers.addresses import normal_email, normal_phone
from crm.customers.names import folded, full_name
from crm.lib.refusal import Refusal

LONGEST = 255


@dataclass(frozen=True)
class Contact:
    """Who it is and how to reach them; `info` is what the lead keeps, the rest is for matching."""

    info: dict[str, Any]
    name: str
    email: str
    phone: str

    @classmethod
    def of(cls, info: dict[str, Any]) -> "Contact":
        """Read what was typed. Refuses (422) nobody at all, and addresses that cannot be."""
        info = {key: value for key, value in info.items() if value not in (None, "", {}, [])}
        for key, value in info.items():
            if isinstance(value, str):
                info[key] = _tidy(value, f"contact_info.{key}")
        name = full_name(str(info.get("first_name", "")), str(info.get("last_name", "")))
        name = str(info.get("name") or name)
        email = normal_email(str(info.get("email", "")), field="contact_info.email")
        phone = normal_phone(str(info.get("phone", "")), field="contact_info.phone")
        if not (name or email or phone):
            raise Refusal(
                "Give at least a name, an email or a phone.", field="contact_info", status=422
            )
        if name:
            info["name"] = name
        return cls(info=info, name=name, email=email, phone=phone)

    @property
    def search_name(self) -> str:
        return folded(f"{self.name} {self.info.get('company', '')}")[:400]


def _tidy(value: str, field: str) -> str:
    value = value.strip()
    if len(value) > LONGEST:
        raise Refusal(f"At most {LONGEST} characters.", field=field, status=422)
    return value
