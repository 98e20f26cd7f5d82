"""The model of `transfer.yaml`: what headers mean, and how large a file may be."""

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crm.lib.config import declare
from crm.transfer.fields import FIELDS


class Limits(BaseModel):
    """What keeps a file from eating the machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_mb: int = Field(512, ge=1, le=8192)
    columns: int = Field(200, ge=1, le=1000)
    cell_characters: int = Field(20_000, ge=100, le=1_000_000)
    unpacked_mb: int = Field(256, ge=1, le=2048, description="an XLSX file's contents, unzipped")
    times_packed: int = Field(200, ge=10, le=1000, description="how much a part of it may grow")


class Transfer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    limits: Limits = Limits()
    headers: dict[str, list[str]]

    @field_validator("headers")
    @classmethod
    def _fields_exist(cls, headers: dict[str, list[str]]) -> dict[str, list[str]]:
        for name in headers:
            if name not in FIELDS:
                known = ", ".join(FIELDS)
                raise ValueError(f"{name!r} is nothing an import fills; it knows {known}")
        return headers


transfer = declare("transfer", Transfer)
