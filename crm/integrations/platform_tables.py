"""The part of `integrations.yaml` about a platform's own database: where its customers stand."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from crm.transfer.fields import FIELDS

Name = Annotated[str, StringConstraints(min_length=1, max_length=63)]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]


class PlatformDatabase(BaseModel):
    """Tables are asked for in this order; of each list of columns the first that exists is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url_variable: Variable = "REVIVATECH_DATABASE_URL"
    tables: list[Name] = Field(["users", "user"], min_length=1, max_length=20)
    role: list[Name] = Field(default=["role"], description="empty when all are customers")
    customer_role: str = "CUSTOMER"
    columns: dict[str, list[Name]]

    @field_validator("columns")
    @classmethod
    def _fields_exist(cls, columns: dict[str, list[str]]) -> dict[str, list[str]]:
        for name in columns:
            if name not in FIELDS:
                known = ", ".join(FIELDS)
                raise ValueError(f"{name!r} is nothing an import fills; it knows {known}")
        if not columns.get("external_id"):
            raise ValueError("say which column is external_id, their number over there")
        return columns
