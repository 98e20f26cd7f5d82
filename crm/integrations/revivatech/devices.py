"""`deviceType` is "Brand Model" in one string; ours are apart."""

import re
from typing import Any

_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")


def device_of(device: str, model: str, fault: str) -> dict[str, Any]:
    """`device_interest` of a lead: brand, model and year where they can be told, else as typed."""
    brand, model = _apart(device.strip(), model.strip())
    year = _YEAR.search(f"{device} {model}")
    parts = {
        "brand": brand[:100],
        "model": _YEAR.sub("", model).strip(" ()")[:100] if year else model[:100],
        "year": int(year.group()) if year else None,
        "device": "" if brand or model else device[:200],
        "issue": fault.splitlines()[0][:255] if fault else "",
    }
    return {key: value for key, value in parts.items() if value}


def _apart(device: str, model: str) -> tuple[str, str]:
    if model and device.casefold().endswith(model.casefold()):
        return device[: -len(model)].strip(), model
    if model and not model.casefold().startswith(device.casefold()):
        return device, model
    if model:
        return "", model
    brand, _space, rest = device.partition(" ")
    return (brand, rest.strip()) if rest else ("", device)
