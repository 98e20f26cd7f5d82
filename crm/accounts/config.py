"""The model of `permissions.yaml`: what can be allowed, and which role allows what."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
        roles = {key: _spelt_out(role, known) for key, role in data["roles"].items()}
        return data | {"roles": roles}

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        for key, role in self.roles.items():
            unknown = sorted(role.may - set(self.permissions))
            if unknown:
                raise ValueError(f"role {key}: there is no permission called {unknown[0]}.")
        for needed in ("owner", "system"):
            if needed not in self.roles:
                raise ValueError(f"the role {needed} is missing.")
        if "staff.manage" not in self.roles["owner"].may:
            raise ValueError("role owner: without staff.manage nobody could invite anybody.")
        for theirs, ours in self.platform_roles.items():
            if ours not in self.roles:
                raise ValueError(f"platform_roles: {theirs} maps onto {ours}, which is no role.")
        return self

    def role(self, key: str) -> Role | None:
        return self.roles.get(key)

    def for_people(self) -> dict[str, Role]:
        """The roles a person or an API key can hold, in the file's order."""
        return {key: role for key, role in self.roles.items() if role.people}


def _spelt_out(role: Any, known: list[str]) -> Any:
    if not isinstance(role, dict) or "may" not in role:
        return role
    may = role["may"]
    if may == "everything":
        return role | {"may": known}
    if not isinstance(may, list):
        return role
    named: list[Any] = []
    for name in may:
        covered = [key for key in known if str(name).endswith(".*") and key.startswith(name[:-1])]
        named += covered or [name]
    return role | {"may": named}


permissions = config.declare("permissions", Permissions)
