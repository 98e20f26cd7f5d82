"""What a lead is, what is due on it, and how long it stood where."""

from crm.leads.models.follow_up import FollowUp
from crm.leads.models.lead import Lead
from crm.leads.models.rescoring import Rescoring
from crm.leads.models.stage import LeadStage

__all__ = ["FollowUp", "Lead", "LeadStage", "Rescoring"]
