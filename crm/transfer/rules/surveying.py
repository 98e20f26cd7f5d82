"""The first reading: which kind of file, what columns, how many rows, how dates are written."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from crm.lib.refusal import Refusal
from crm.transfer import mapping, reading
from crm.transfer.config import transfer
from crm.transfer.dates import Evidence
from crm.transfer.models import Import

SAMPLES, SAMPLE_LENGTH = 3, 60
_DATE_LENGTH = range(6, 30)
Status = Import.Status


@dataclass
class Column:
    header: str
    filled: int = 0
    samples: list[str] = field(default_factory=list)
    evidence: Evidence = field(default_factory=Evidence)

    def look(self, text: str) -> None:
        self.filled += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(text[:SAMPLE_LENGTH].replace("\0", ""))
        if text[0].isdigit() and len(text) in _DATE_LENGTH:
            self.evidence.add(text)

    def told(self) -> dict[str, Any]:
        return {
            "header": self.header,
            "filled": self.filled,
            "samples": self.samples,
            **asdict(self.evidence),
        }


def survey(upload: Import) -> None:
    """Read everything once, keeping nothing but counts; or say why it cannot be read."""
    if upload.status != Status.SURVEYING:
        return
    try:
        upload.dialect = asdict(reading.sniff(upload))
        columns, upload.total = _look(upload)
    except Refusal as refusal:
        _settle(upload, Status.FAILED, error=refusal.message)
        return
    upload.columns = [column.told() for column in columns]
    upload.mapping = mapping.guess([column.header for column in columns])
    upload.date_orders = {
        str(place): order
        for place, column in enumerate(columns)
        if (order := column.evidence.order)
    }
    upload.source = upload.source or ("revivatech" if _is_platform(columns) else "file")
    _settle(upload, Status.MAPPING)


def _look(upload: Import) -> tuple[list[Column], int]:
    headers = reading.header(upload)
    most = transfer().limits.columns
    if len(headers) > most:
        raise Refusal(f"{len(headers)} columns are more than {most}.")
    columns = [Column(name.replace("\0", "")[:200]) for name in headers]
    total = 0
    for _number, record in reading.records(upload):
        total += 1
        if isinstance(record, list):
            for column, cell in zip(columns, record, strict=False):
                if text := cell.strip():
                    column.look(text)
    if not total:
        raise Refusal("There is a header, but no row under it.")
    return columns, total


def _is_platform(columns: list[Column]) -> bool:
    """A table of RevivaTech's users says so by columns that few others have."""
    spelt = {mapping.plain(column.header) for column in columns}
    return bool(spelt & {"is verified", "email verified", "website user id"}) and "role" in spelt


@transaction.atomic
def _settle(upload: Import, status: Import.Status, *, error: str = "") -> None:
    now = Import.objects.select_for_update().get(pk=upload.pk)
    if now.status != Status.SURVEYING:
        return  # another worker was faster
    upload.status, upload.error = status, error
    upload.save()
