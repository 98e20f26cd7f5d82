"""How imports look in JSON."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from crm.lib.paging import PageAsked
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment
from crm.transfer.models import Import, ImportRow, Piece

Place = Annotated[str, Field(pattern=r"^[0-9]{1,3}$", description="the column, from 0")]


class ImportIn(In):
    """The file that is about to be sent, in pieces of `piece_length` bytes."""

    filename: Annotated[Line, Field(min_length=1, max_length=255)]
    size: int = Field(ge=1, le=2**40, description="bytes")
    branch_id: UUID | None = Field(default=None, description="the caller's own, unless told")


class MappingIn(In):
    """Which column fills what. Values of `mapping` stand in the order of the columns."""

    mapping: list[Annotated[str, Field(max_length=30)] | None] = Field(max_length=1000)
    date_orders: dict[Place, Literal["day", "month"]] = Field(default={}, max_length=1000)
    source: Annotated[Line, Field(max_length=50)] = Field(
        default="", description="the system whose numbers `external_id` holds"
    )
    on_match: Import.OnMatch = Import.OnMatch.UPDATE


class UndoIn(In):
    """Rows changed since the import are kept, unless their numbers are given, or `all`."""

    also: list[Annotated[int, Field(ge=1, le=2_000_000_000)]] | Literal["all"] = Field(default=[])


class ColumnOut(Out):
    header: str
    filled: int
    samples: list[str]
    dates: int = Field(description="cells that look like a date with the year last")
    day_first: int = Field(description="of those, how many can only have the day first")
    month_first: int


class ImportOut(Out):
    id: UUID
    branch_id: UUID
    filename: str
    size: int
    piece_length: int = Piece.LENGTH
    status: Import.Status
    error: str
    dialect: dict[str, str]
    columns: list[ColumnOut]
    mapping: list[str | None]
    date_orders: dict[str, str]
    source: str
    on_match: Import.OnMatch
    total: int
    reached: int = Field(description="the row the step at hand has come to")
    counts: dict[str, int]
    version: int
    created_at: Moment
    applied_at: Moment | None
    undone_at: Moment | None


class ImportsOut(Out):
    items: list[ImportOut]
    next_cursor: str | None


class RowsAsked(PageAsked):
    outcome: ImportRow.Outcome | None = None


class RowOut(Out):
    number: int = Field(description="the row in the file; the header is 1")
    outcome: ImportRow.Outcome
    reason: str
    label: str
    customer_id: UUID | None = Field(validation_alias="subject")
    values: dict[str, Any]
    changes: dict[str, Any] | None
    before: dict[str, Any] | None
    undone: str


class RowsOut(Out):
    items: list[RowOut]
    next_cursor: str | None


class ChangedOut(Out):
    number: int
    label: str
    outcome: ImportRow.Outcome
    customer_id: UUID = Field(validation_alias="subject")
    is_alive: bool = Field(description="false when somebody removed or merged them since")


class ExportAsked(In):
    form: Literal["csv", "xlsx"] = "csv"
    q: Annotated[str, Field(max_length=100)] = ""
