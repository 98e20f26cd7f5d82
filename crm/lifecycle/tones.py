"""The colour of each stage, wherever a stage is shown."""

from crm.lifecycle.models import Stage

TONES: dict[str, str] = {
    Stage.LEAD: "",
    Stage.PROSPECT: "accent",
    Stage.CUSTOMER: "success",
    Stage.RETENTION: "warning",
    Stage.ADVOCACY: "purple",
}
