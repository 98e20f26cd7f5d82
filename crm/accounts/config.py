"""The model of `permissions.yaml`: what can be allowed, and which role allows what."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from crm.lib import config


class Role(BaseModel):
    """What somebody with this role may do, and where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    about: str = ""
    branches: Literal["all", "own"] = "own"
    people: bool = True
    may: frozenset[str]


class Permissions(BaseModel):
    """Every permission with its words for people, and the roles that hand them out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    permissions: dict[str, str]
    roles: dict[str, Role]
    platform_roles: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _spell_out(cls, data: Any) -> Any:
        """`everything` and `leads.*` stand for the permissions they cover."""
        if not isinstance(data, dict) or not isinstance(data.get("roles"), dict):
            return data
        known = list(data.get("permissions") or {})
        _refuse(
            _mistake(f"there is no permission called {name}.", "roles", key, "may", number)
            for key, role in data["roles"].items()
            for number, name in enumerate(_named(role))
            if not _covered(name, known)
        )
        return data | {"roles": {key: _whole(role, known) for key, role in data["roles"].items()}}

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        _refuse(
            _mistake(f"the role {needed} is missing.", "roles")
            for needed in ("owner", "system")
            if needed not in self.roles
        )
        if "staff.manage" not in self.roles["owner"].may:
            told = "without staff.manage nobody could invite anybody."
            _refuse([_mistake(told, "roles", "owner", "may")])
        _refuse(
            _mistake(f"{ours} is no role.", "platform_roles", theirs)
            for theirs, ours in self.platform_roles.items()
            if ours not in self.roles
        )
        return self

    def role(self, key: str) -> Role | None:
        return self.roles.get(key)

    def for_people(self) -> dict[str, Role]:
        """The roles a person or an API key can hold, in the file's order."""
        return {key: role for key, role in self.roles.items() if role.people}


def _named(role: Any) -> list[str]:
    may = role.get("may") if isinstance(role, dict) else None
    return [str(name) for name in may] if isinstance(may, list) else []


def _covered(name: str, known: list[str]) -> list[str]:
    if name.endswith(".*"):
        return [key for key in known if key.startswith(name[:-1])]
    return [key for key in known if key == name]


def _whole(role: Any, known: list[str]) -> Any:
    if isinstance(role, dict) and role.get("may") == "everything":
        return role | {"may": known}
    if not isinstance(role, dict) or not isinstance(role.get("may"), list):
        return role
    return role | {"may": [key for name in _named(role) for key in _covered(name, known)]}


def _mistake(told: str, *where: str | int) -> InitErrorDetails:
    # The braces of a template would be filled in; a name in the file may hold some.
    sentence = PydanticCustomError("rights", "{told}", {"told": told})
    return InitErrorDetails(type=sentence, loc=where, input=None)


def _refuse(mistakes: Iterable[InitErrorDetails]) -> None:
    """Each mistake with its place in the file, so that its line can be told."""
    found = list(mistakes)
    if found:
        raise ValidationError.from_exception_data("permissions", found)


permissions = config.declare("permissions", Permissions)
